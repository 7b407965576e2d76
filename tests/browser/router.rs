//! Addresses in a real window.

use super::pause;
use drydock::app::route::Route;
use drydock::app::router::Router;
use leptos::prelude::*;
use wasm_bindgen_test::*;

#[wasm_bindgen_test]
async fn the_address_and_the_route_follow_each_other() {
    let owner = Owner::new();
    let router = owner.with(Router::provide);
    let current = || router.current().get_untracked();
    let window = drydock::app::browser::window();
    let hash = || window.location().hash().unwrap_or_default();

    let lesson = Route::Lesson { id: "a".into(), heading: Some("b".into()) };
    router.navigate(&lesson);
    pause(30).await;
    assert_eq!(current(), lesson);
    assert_eq!(hash(), "#/learn/a/b");

    router.navigate(&Route::Lab { query: None });
    pause(30).await;
    let entries = window.history().and_then(|history| history.length());
    router.replace(&Route::Lab { query: Some("s=1".into()) });
    pause(30).await;
    assert_eq!(hash(), "#/lab?s=1");
    assert_eq!(current(), Route::Lab { query: None }, "replacing is not navigating");
    assert_eq!(window.history().and_then(|history| history.length()), entries);

    window.history().and_then(|history| history.back()).expect("a page before");
    pause(100).await;
    assert_eq!(current(), lesson);
    owner.cleanup();
}
