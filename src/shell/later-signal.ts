/** Time for giving up a claim after the verb was told to end. */
const givingBackMs = 3_000;

/** Aborts for the same reason, some seconds later: for what has to be given back when all else has ended. */
export function laterSignal(signal: AbortSignal): AbortSignal {
  const later = new AbortController();
  const wait = () => void setTimeout(() => later.abort(signal.reason), givingBackMs).unref();
  if (signal.aborted) wait();
  else signal.addEventListener("abort", wait, { once: true });
  return later.signal;
}
