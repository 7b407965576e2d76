//! What needs a real browser: the router, the storage, timers that go with their owner, and the
//! engine's worker. Run with `wasm-bindgen-test-runner`; natively there is nothing here.
#![cfg(target_arch = "wasm32")]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

mod browser {
    mod owner;
    mod protocol;
    mod router;
    mod storage;

    /// Lets the browser run what is due.
    pub async fn pause(ms: i32) {
        let promise = js_sys::Promise::new(&mut |resolve, _| {
            let window = drydock::app::browser::window();
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        });
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    }
}
