// The engine's worker: runs the page's own module, which serves jobs where there is no window.
// The page knows both addresses, so nothing is fetched twice.
const addresses = new URLSearchParams(location.search);
try {
  const { default: start } = await import(addresses.get("module"));
  await start({ module_or_path: addresses.get("wasm") });
} catch {
  // The page then runs its simulations itself.
  postMessage(["absent"]);
}
