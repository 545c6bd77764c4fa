import { type Page } from "@playwright/test";

/** A text or a shape that is too weak against what it stands on. */
export interface Weak {
  what: string;
  ratio: number;
}

type Colour = [red: number, green: number, blue: number];

/** Runs in the page. Every text against every ground it may stand on; stripes are two grounds. */
function measure([textLeast, shapeLeast]: [number, number]): Weak[] {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const paint = canvas.getContext("2d", { willReadFrequently: true });
  if (!paint) throw new Error("no canvas");
  const known = new Map<string, Colour>();

  // The browser itself reads the colours and lays them over each other, whatever space they are written in.
  const laid = (layers: string[]): Colour => {
    const key = layers.join(" ");
    const before = known.get(key);
    if (before) return before;
    for (const layer of layers) {
      paint.fillStyle = layer;
      paint.fillRect(0, 0, 1, 1);
    }
    const [red = 0, green = 0, blue = 0] = paint.getImageData(0, 0, 1, 1).data;
    const colour: Colour = [red, green, blue];
    known.set(key, colour);
    return colour;
  };
  const luminance = (colour: Colour): number => {
    const [red, green, blue] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }) as Colour;
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one: Colour, other: Colour): number => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
    return (high + 0.05) / (low + 0.05);
  };

  const colourIn = /(?:oklch|oklab|rgba?|color)\([^()]*\)/g;
  const grounds = (from: Element): string[][] => {
    const line: Element[] = [];
    for (let at: Element | null = from; at; at = at.parentElement) line.unshift(at);
    let all: string[][] = [["white"]];
    for (const element of line) {
      const style = getComputedStyle(element);
      if (style.backgroundColor) all = all.map((layers) => [...layers, style.backgroundColor]);
      // A picture of a fixed size is a drawing beside the text; a field lies under it.
      if (style.backgroundImage !== "none" && style.backgroundSize === "auto") {
        const stripes = style.backgroundImage.match(colourIn) ?? [];
        all = all.flatMap((layers) => [layers, ...stripes.map((stripe) => [...layers, stripe])]);
      }
    }
    return all;
  };
  const shown = (element: Element): boolean => {
    const box = element.getBoundingClientRect();
    const seen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    // What is there only for those who listen is clipped away.
    return seen && box.width > 0 && box.height > 0 && !element.closest(".visually-hidden:not(:focus), .skip:not(:focus)");
  };

  const weak = new Map<string, number>();
  const judge = (element: Element, colour: string, least: number, what: string) => {
    const worst = Math.min(...grounds(element).map((layers) => ratio(laid([...layers, colour]), laid(layers))));
    if (worst < least) weak.set(`${what} in ${element.outerHTML.slice(0, 120)}`, Math.round(worst * 100) / 100);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const [text, element] = [texts.currentNode, texts.currentNode.parentElement];
    if (!text.textContent?.trim() || !element || !shown(element)) continue;
    const style = getComputedStyle(element);
    if (style.fontSize === "0px" || element.closest("script, style, svg, noscript, option")) continue;
    judge(element, style.color, textLeast, text.textContent.trim());
  }
  for (const field of document.querySelectorAll("input:not([type=hidden], .check), select, textarea")) {
    if (!shown(field)) continue;
    judge(field, getComputedStyle(field).color, textLeast, "what is typed");
    if (field.hasAttribute("placeholder")) judge(field, getComputedStyle(field, "::placeholder").color, textLeast, "the hint");
  }
  for (const shape of document.querySelectorAll("svg.shape")) {
    if (shown(shape)) judge(shape, getComputedStyle(shape).color, shapeLeast, "a shape");
  }
  return [...weak].map(([what, ratio]) => ({ what, ratio }));
}

const least: [text: number, shape: number] = [4.5, 3];

/** Every text of the page that is weaker than 4.5 to 1, and every shape weaker than 3 to 1. */
export const tooWeak = (page: Page): Promise<Weak[]> => page.evaluate(measure, least);
