/** Aborts for the same reason, `byMs` later: for what has to be given back when all else has ended. */
export function laterSignal(signal: AbortSignal, byMs: number): AbortSignal {
  const later = new AbortController();
  const wait = () => void setTimeout(() => later.abort(signal.reason), byMs).unref();
  if (signal.aborted) wait();
  else signal.addEventListener("abort", wait, { once: true });
  return later.signal;
}
