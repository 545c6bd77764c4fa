//! The browser entry: the page is on the screen already, this makes it answer faster.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the script of the page once the code is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    app::hydrate();
}
