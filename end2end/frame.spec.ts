import { expect, forgive, signIn, test } from "./fixtures.ts";

test("the keys are offered where they work", async ({ page, javaScriptEnabled }) => {
  await signIn(page, "viewer");
  await page.goto("/findings");
  await expect(page.getByRole("navigation", { name: "Sections" })).toBeVisible();
  await expect(page.locator(".rail").getByText("Keys")).toBeVisible({ visible: javaScriptEnabled });
  await expect(page.locator(".key-row")).toBeVisible({ visible: javaScriptEnabled });
});

test("a page of a list that is none leads to the first of the same list", async ({ page, complaints }) => {
  await signIn(page, "viewer");
  await page.goto("/findings?by=flat&after=nowhere");
  await expect(page.getByRole("heading", { level: 1, name: "Findings" })).toBeVisible();
  await page.getByRole("link", { name: "First page of this list" }).click();
  await expect(page).toHaveURL(/\/findings\?by=flat$/);
  await expect(page.getByRole("complementary", { name: "Filters" })).toBeVisible();
  forgive(complaints, 404);
});

test("the rows of Watch begin at one height, however large the numbers above them", async ({ page }) => {
  await signIn(page, "analyst");
  for (const width of [1440, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto("/");
    const heads = await page.locator(".column > header").evaluateAll((all) =>
      all.map((head) => {
        for (const [part, text] of [[".figure", "3,877"], [".aside a", "of 12,726"]] as const) {
          const found = head.querySelector(part);
          if (found) found.textContent = text;
        }
        const beyond = head.scrollWidth > head.clientWidth;
        return `${Math.round(head.getBoundingClientRect().height)}${beyond ? ", wider than its column" : ""}`;
      }),
    );
    expect(heads).toHaveLength(4);
    expect([...new Set(heads)], heads.join("; ")).toEqual(["55"]);
  }
});

test("a number of the rail stays within its place, however large it is", async ({ page }) => {
  await signIn(page, "analyst");
  await page.goto("/");
  const place = page.locator(".rail-item[href='/findings']");
  await place.evaluate((one) => {
    one.querySelector(".new")?.remove();
    one.querySelector(".word")?.insertAdjacentHTML("afterend", '<span class="new">888k new</span>');
    const count = one.querySelector(".count");
    if (count?.lastChild) count.lastChild.textContent = "8.8M";
  });
  for (const width of [320, 390, 1280, 1440]) {
    await page.setViewportSize({ width, height: 844 });
    const beyond = await place.evaluate((one) => {
      const edge = one.getBoundingClientRect();
      const parts = [...one.children].filter((part) => part.checkVisibility()).map((part) => part.getBoundingClientRect());
      const out = parts.filter((part) => part.right > edge.right || part.left < edge.left || part.bottom > edge.bottom);
      const over = parts.filter((part, at) => parts.slice(at + 1).some((next) => next.left < part.right && part.left < next.right && next.top < part.bottom && part.top < next.bottom));
      return [out.length, over.length];
    });
    expect(beyond, `${width}`).toEqual([0, 0]);
  }
});

test("one account is looked at everywhere, until another is picked", async ({ page }) => {
  await signIn(page, "analyst");
  const pick = async (account: string): Promise<void> => {
    await page.locator(".scope summary").click();
    await page.getByLabel("Account", { exact: true }).fill(account);
    await page.getByRole("button", { name: "Show only this" }).click();
  };
  const critical = page.getByRole("navigation", { name: "Lamps" }).getByRole("link", { name: /Critical/ });
  await page.goto("/");
  await expect(critical).toHaveAttribute("href", "/findings?severity=CRITICAL");
  await pick("payments-prod");
  await expect(page.locator(".scope summary")).toContainText("payments-prod");
  await expect(critical).toHaveAttribute("href", /account=\d{12}$/);
  await page.goto("/incidents");
  await expect(page.locator(".scope summary")).toContainText("payments-prod");
  await page.goto("/");
  await pick("nowhere");
  await expect(page.locator(".scope").getByRole("alert")).toContainText("An account is twelve digits");
  await expect(page.getByLabel("Account", { exact: true })).toHaveValue("nowhere");
  await page.getByLabel("Account", { exact: true }).fill("");
  await page.getByRole("button", { name: "Show only this" }).click();
  await expect(critical).toHaveAttribute("href", "/findings?severity=CRITICAL");
});
