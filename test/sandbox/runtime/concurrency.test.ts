import { describe, expect, it } from "vitest";
import { createConcurrency } from "../../../src/sandbox/runtime/concurrency.ts";
import { testFunction } from "../../support/sandbox-world.ts";

const limited = testFunction("payments", { reservedConcurrency: 2 });
const orders = testFunction("orders");
const emails = testFunction("emails");
const functions = new Map([limited, orders, emails].map((fn) => [fn.name, fn]));

describe("concurrency", () => {
  it("gives a function as many slots as it has reserved", () => {
    const concurrency = createConcurrency(functions, 1_000);
    expect([concurrency.take(limited), concurrency.take(limited)]).toEqual([undefined, undefined]);
    expect(concurrency.take(limited)).toBe("ReservedFunctionConcurrentInvocationLimitExceeded");
    expect(concurrency.running(limited)).toBe(2);
    concurrency.release(limited);
    expect(concurrency.take(limited)).toBeUndefined();
  });

  it("leaves to the others what is not reserved, together", () => {
    const concurrency = createConcurrency(functions, 4);
    expect([concurrency.take(orders), concurrency.take(emails)]).toEqual([undefined, undefined]);
    expect(concurrency.take(orders)).toBe("ConcurrentInvocationLimitExceeded");
    expect(concurrency.take(limited)).toBeUndefined();
    concurrency.release(emails);
    expect(concurrency.take(orders)).toBeUndefined();
  });

  it("follows a reservation that changes while functions run", () => {
    const changing = testFunction("shipments", { reservedConcurrency: 0 });
    const concurrency = createConcurrency(new Map([[changing.name, changing]]), 10);
    expect(concurrency.take(changing)).toBe("ReservedFunctionConcurrentInvocationLimitExceeded");
    changing.reservedConcurrency = undefined;
    expect(concurrency.take(changing)).toBeUndefined();
  });
});
