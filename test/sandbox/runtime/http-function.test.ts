import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { httpFunction } from "../../../src/sandbox/runtime/http-function.ts";
import type { FunctionResult } from "../../../src/sandbox/runtime/ports.ts";
import { testFunction } from "../../support/sandbox-world.ts";
import { callOf } from "./feed-fixture.ts";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

async function serverOf(answer: Answer): Promise<string> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function functionOn(url: string, timeoutSeconds = 30) {
  const notes: string[] = [];
  const target = httpFunction(testFunction("orders", { timeoutSeconds }), url, (line) => notes.push(line));
  cleanups.push(() => target.close());
  const invoke = (event = "{}"): Promise<FunctionResult> =>
    new Promise((resolve) => target.invoke(callOf({ writeEvent: () => Buffer.from(event) }), resolve));
  return { invoke, notes, target };
}

describe("a function behind HTTP", () => {
  it("gets the event where the runtime interface emulator takes it, and its answer comes back", async () => {
    let seen: unknown;
    const url = await serverOf(async (request, response) => {
      seen = [request.method, request.url, request.headers["content-type"], await text(request)];
      response.end('{"batchItemFailures":[]}');
    });
    expect(await functionOn(url).invoke('{"records":{}}')).toMatchObject({ kind: "ok", payload: '{"batchItemFailures":[]}' });
    expect(seen).toEqual(["POST", "/2015-03-31/functions/function/invocations", "application/json", '{"records":{}}']);
  });

  it("keeps a path of its own", async () => {
    let seen: string | undefined;
    const url = await serverOf((request, response) => {
      seen = request.url;
      response.end("null");
    });
    await functionOn(`${url}/orders`).invoke();
    expect(seen).toBe("/orders");
  });

  it.each([
    ["Lambda's header", 200, { "x-amz-function-error": "Unhandled" }, "{}"],
    ["the emulator's error document", 200, {}, '{"errorMessage":"boom","errorType":"Error","stackTrace":[]}'],
    ["a server error", 502, {}, "bad gateway"],
  ])("fails by %s", async (_, status, headers, body) => {
    const url = await serverOf((_request, response) => void response.writeHead(status, headers).end(body));
    expect(await functionOn(url).invoke()).toMatchObject({ kind: "function-error", payload: body });
  });

  it.each(['{"errorMessage":5,"errorType":"x"}', 'not JSON with "errorMessage"', '["errorMessage"]'])(
    "does not take %s for an error",
    async (body) => {
      const url = await serverOf((_request, response) => void response.end(body));
      expect((await functionOn(url).invoke()).kind).toBe("ok");
    },
  );

  it("is unreachable when nothing listens, which is said once, as is that it answers again", async () => {
    let port = 0;
    const url = await serverOf((_request, response) => void response.end("null"));
    port = Number(new URL(url).port);
    await cleanups.pop()?.();
    const { invoke, notes } = functionOn(url);
    expect(await invoke()).toMatchObject({ kind: "unreachable" });
    expect(await invoke()).toMatchObject({ kind: "unreachable" });
    expect(notes).toEqual([`orders: nothing answers on ${url} (ECONNREFUSED); batches wait for it`]);
    const server = createServer((_request, response) => void response.end("null"));
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    cleanups.push(() => new Promise((resolve) => server.close(resolve)));
    expect(await invoke()).toMatchObject({ kind: "ok" });
    expect(notes.at(-1)).toBe(`orders: ${url} answers again`);
  });

  it("times out as on Lambda", async () => {
    const url = await serverOf(() => {});
    const result = await functionOn(url, 1).invoke();
    expect(result.kind).toBe("function-error");
    expect(JSON.parse(result.payload)).toMatchObject({ errorType: "Sandbox.Timedout" });
  });
});
