import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { moduleFunction } from "../../../src/sandbox/runtime/module-function.ts";
import type { FunctionCall, FunctionResult, FunctionTarget } from "../../../src/sandbox/runtime/ports.ts";
import { testFunction } from "../../support/sandbox-world.ts";
import { callOf } from "./feed-fixture.ts";

const notes: string[] = [];
const opened: FunctionTarget[] = [];

function functionOf(file: string, changes: Parameters<typeof testFunction>[1] = {}): FunctionTarget {
  const path = fileURLToPath(new URL(`./functions/${file}`, import.meta.url));
  const target = moduleFunction(testFunction("orders", changes), path, (line) => notes.push(line));
  opened.push(target);
  return target;
}

function invoke(target: FunctionTarget, event: unknown, call: Partial<FunctionCall> = {}): Promise<FunctionResult> {
  return new Promise((resolve) => target.invoke(callOf({ event: () => JSON.stringify(event), ...call }), resolve));
}

const answerOf = (result: FunctionResult) => JSON.parse(result.payload);

afterEach(async () => {
  await Promise.all(opened.splice(0).map((target) => target.close()));
  notes.length = 0;
});

describe("a module function", () => {
  it("gets the event and Lambda's context, and its answer comes back as JSON", async () => {
    const target = functionOf("echo.mjs", { aliases: new Map([["live", "7"]]) });
    const result = await invoke(target, { records: { "orders-0": [] } }, { qualifier: "live" });
    expect(result.kind).toBe("ok");
    expect(result.durationMs).toBeGreaterThan(0);
    expect(answerOf(result)).toEqual({
      event: { records: { "orders-0": [] } },
      hasTime: true,
      calls: 1,
      facts: {
        functionName: "orders",
        functionVersion: "7",
        invokedFunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders:live",
        memoryLimitInMB: "256",
        awsRequestId: "r-1",
      },
    });
  });

  it("keeps its environment warm, and has one for each concurrent invocation", async () => {
    const target = functionOf("echo.mjs");
    expect(answerOf(await invoke(target, {})).calls).toBe(1);
    expect(answerOf(await invoke(target, {})).calls).toBe(2);
    const together = await Promise.all([invoke(target, {}), invoke(target, {})]);
    expect(together.map((result) => answerOf(result).calls).sort()).toEqual([1, 3]);
  });

  it("answers null when it returns nothing", async () => {
    expect((await invoke(functionOf("echo.mjs"), { please: "nothing" })).payload).toBe("null");
  });

  it("reports what it throws as the Node.js runtime does", async () => {
    const result = await invoke(functionOf("echo.mjs"), { please: "throw" });
    expect(result.kind).toBe("function-error");
    expect(answerOf(result)).toMatchObject({ errorType: "TypeError", errorMessage: "no such order" });
    expect(notes).toEqual(["orders: TypeError: no such order"]);
  });

  it("is ended when it takes longer than its timeout, and works again afterwards", async () => {
    const target = functionOf("echo.mjs", { timeoutSeconds: 1 });
    const result = await invoke(target, { please: "hang" });
    expect(answerOf(result).errorMessage).toBe("RequestId: r-1 Error: Task timed out after 1.00 seconds");
    expect((await invoke(target, {})).kind).toBe("ok");
  });

  it("survives a module that ends its process", async () => {
    const target = functionOf("echo.mjs");
    const result = await invoke(target, { please: "exit" });
    expect(answerOf(result)).toMatchObject({ errorType: "Runtime.ExitError" });
    expect((await invoke(target, {})).kind).toBe("ok");
  });

  it("says when there is no handler, or no module", async () => {
    expect(answerOf(await invoke(functionOf("without-handler.mjs"), {}))).toMatchObject({ errorType: "Runtime.HandlerNotFound" });
    expect(answerOf(await invoke(functionOf("missing.mjs"), {}))).toMatchObject({ errorType: "Runtime.ImportModuleError" });
  });

  it("hands what it prints to the sandbox's notes, harmless", async () => {
    const target = functionOf("echo.mjs");
    expect(answerOf(await invoke(target, { please: "print" }))).toBe("printed");
    await vi.waitFor(() => expect(notes).toEqual(["orders: hello\\x1b[31m red"]), { timeout: 20_000 });
  });
});
