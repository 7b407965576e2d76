// The engine's worker: loads the engine, whose address the page knows, and passes messages on.
const address = new URLSearchParams(location.search).get("engine");
try {
  const { default: start, hear } = await import(address);
  await start({ module_or_path: address.replace(/\.js$/, "_bg.wasm") });
  onmessage = ({ data }) => {
    const [answer, transfer] = hear(data) ?? [];
    if (answer) postMessage(answer, transfer);
  };
  postMessage(["ready"]);
} catch {
  // The page then runs the engine itself.
  postMessage(["absent"]);
}
