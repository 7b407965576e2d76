//! The page: what a visitor loads first. Mounts the app.

#[cfg(target_arch = "wasm32")]
fn main() {
    drydock::app::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("drydock-web runs in a browser; `./dev serve` builds and serves it");
    std::process::exit(2);
}
