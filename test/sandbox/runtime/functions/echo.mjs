/** Answers with what a function gets; tests ask it to misbehave by the event's `please`. */
export async function handler(event, context) {
  switch (event.please) {
    case "throw":
      throw new TypeError("no such order");
    case "hang":
      for (;;) {
        // Only ending the worker stops this.
      }
    case "exit":
      process.exit(3);
      break;
    case "print":
      process.stdout.write("hello\u001b[31m red\n");
      return "printed";
    case "nothing":
      return undefined;
  }
  globalThis.calls = (globalThis.calls ?? 0) + 1;
  const { getRemainingTimeInMillis, ...facts } = context;
  return { event, facts, hasTime: getRemainingTimeInMillis() > 0, calls: globalThis.calls };
}
