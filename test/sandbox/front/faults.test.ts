import { expect, it } from "vitest";
import { createFauxqs } from "../../../src/sandbox/fauxqs.ts";
import { createFaultList, type Fault, faultServices } from "../../../src/sandbox/front/faults.ts";
import { sandboxServices } from "../../../src/sandbox/front/sandbox-services.ts";

const denied: Fault = { service: "lambda", operation: "GetFunction", status: 403, errorName: "AccessDeniedException" };
const slow: Fault = { service: "lambda", status: 429, errorName: "TooManyRequestsException", times: 2 };

it("can be asked for of every service that the sandbox has", () => {
  expect([...faultServices].toSorted()).toEqual([...sandboxServices(createFauxqs({ resources: [] })).keys(), "s3"].toSorted());
});

it("gives a fault to the calls that it names, as often as it says", () => {
  const faults = createFaultList([slow]);
  expect(faults.take("kafka", "ListTopics")).toBeUndefined();
  expect([1, 2, 3].map(() => faults.take("lambda", "ListFunctions"))).toEqual([slow, slow, undefined]);
});

it("gives a fault without a count to every call, until it is cleared", () => {
  const faults = createFaultList([]);
  faults.failNext(denied);
  expect(faults.take("lambda", "ListFunctions")).toBeUndefined();
  expect([1, 2, 3].map(() => faults.take("lambda", "GetFunction"))).toEqual([denied, denied, denied]);
  faults.clear();
  expect(faults.take("lambda", "GetFunction")).toBeUndefined();
});

it("gives faults in the order in which they came", () => {
  const faults = createFaultList([slow]);
  faults.failNext(denied);
  expect([1, 2, 3].map(() => faults.take("lambda", "GetFunction"))).toEqual([slow, slow, denied]);
});
