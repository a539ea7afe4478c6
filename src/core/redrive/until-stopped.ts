import { isError } from "../errors.ts";

/** The same pages. Where the run was asked to stop, a source that ends its listing for that is no failure: there are no more. */
export async function* untilStopped<Page>(pages: AsyncIterable<Page>, isStopped: () => boolean): AsyncGenerator<Page> {
  try {
    yield* pages;
  } catch (error) {
    if (!isStopped() || !isError(error, "interrupted", "terminated", "timed-out")) throw error;
  }
}
