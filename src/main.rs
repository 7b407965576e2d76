//! The web binary: mounts the app where there is a window, answers jobs where there is none (a
//! worker).

#[cfg(target_arch = "wasm32")]
fn main() {
    drydock::app::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("drydock-web runs in a browser; `./dev serve` builds and serves it");
    std::process::exit(2);
}
