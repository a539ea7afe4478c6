import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** One invocation of the function: where each of its records stands, as `partition:offset`. */
interface HttpInvocation {
  readonly records: readonly string[];
  /** The event as it came. */
  readonly event: string;
}

/** Throws: the function fails with that message. What it waits for holds the answer back. */
type Behaviour = (invocation: HttpInvocation) => void | Promise<void>;

/** A function of a sandbox that runs in the test's own process, so that a test sees each record and says when it is answered. */
export interface HttpFunction {
  readonly url: string;
  /** What it was invoked with since `behave` was called last. */
  readonly invocations: readonly HttpInvocation[];
  /** From now on it does so, and begins to count anew. */
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

interface KafkaEvent {
  readonly records: Readonly<Record<string, readonly { readonly partition: number; readonly offset: number }[]>>;
}

export async function startHttpFunction(first: Behaviour): Promise<HttpFunction> {
  let behaviour = first;
  let invocations: HttpInvocation[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const event = await text(request);
    const { records } = JSON.parse(event) as KafkaEvent;
    const invocation = {
      event,
      records: Object.values(records)
        .flat()
        .map(({ partition, offset }) => `${partition}:${offset}`),
    };
    invocations.push(invocation);
    try {
      await behaviour(invocation);
      response.end("{}");
    } catch (error) {
      response.setHeader("x-amz-function-error", "Unhandled");
      response.end(JSON.stringify({ errorType: "Error", errorMessage: (error as Error).message }));
    }
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get invocations() {
      return invocations;
    },
    behave(next) {
      behaviour = next;
      invocations = [];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
