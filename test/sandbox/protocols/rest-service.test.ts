import { describe, expect, it } from "vitest";
import { findRoute, type RestRoute, restService } from "../../../src/sandbox/protocols/rest-service.ts";
import type { ServiceResponse } from "../../../src/sandbox/world.ts";
import { testWorld } from "../../support/sandbox-world.ts";

const routes = [
  { operation: "List", method: "GET", path: "/v1/things" },
  { operation: "ListAll", method: "GET", path: "/v1/things/{name}", query: { name: "List", value: "ALL" } },
  { operation: "Get", method: "GET", path: "/v1/things/{name}" },
  { operation: "Put", method: "PUT", path: "/v1/things/{name}/parts/{part}" },
];

const request = (method: string, address: string, body = "") => {
  const [path = "", query = ""] = address.split("?");
  return { method, path, query: new URLSearchParams(query), headers: new Map<string, string>(), body: Buffer.from(body) };
};

describe("finding an operation", () => {
  it.each([
    ["GET", "/v1/things", "List", {}],
    ["GET", "/v1/things/", "List", {}],
    ["GET", "/v1/things/a", "Get", { name: "a" }],
    ["GET", "/v1/things/a?List=ALL", "ListAll", { name: "a" }],
    ["GET", "/v1/things/arn%3Aaws%3Ax%2Fy", "Get", { name: "arn:aws:x/y" }],
    ["PUT", "/v1/things/a/parts/b", "Put", { name: "a", part: "b" }],
  ])("%s %s is %s", (method, address, operation, labels) => {
    const found = findRoute(routes, request(method, address));
    expect([found?.route.operation, Object.fromEntries(found?.labels ?? [])]).toEqual([operation, labels]);
  });

  it.each([
    ["POST", "/v1/things"],
    ["GET", "/v1/things/a/b"],
    ["PUT", "/v1/things//parts/b"],
    ["GET", "/V1/things"],
  ])("%s %s is none", (method, address) => {
    expect(findRoute(routes, request(method, address))).toBeUndefined();
  });
});

describe("a service", () => {
  const echo: RestRoute = {
    operation: "Echo",
    method: "PUT",
    path: "/echo/{name}",
    run: (call) => ({ name: call.label("name"), body: call.body() }),
  };
  const service = restService("echo", [echo]);
  const answer = async (method: string, address: string, body?: string) => {
    const { status, headers, body: text } = (await service.handle(request(method, address, body), testWorld())) as ServiceResponse;
    return [status, headers.get("x-amzn-errortype"), JSON.parse(String(text))];
  };

  it("answers with the document of the operation", async () => {
    expect(await answer("PUT", "/echo/a", '{"b":1}')).toEqual([200, undefined, { name: "a", body: { b: 1 } }]);
    expect(await answer("PUT", "/echo/a")).toEqual([200, undefined, { name: "a", body: {} }]);
  });

  it.each([
    ["GET", "/echo/a", "", "UnknownOperationException"],
    ["PUT", "/echo/%zz", "", "SerializationException"],
    ["PUT", "/echo/a", "{", "SerializationException"],
  ])("refuses %s %s %s with %s", async (method, address, body, name) => {
    expect(await answer(method, address, body)).toMatchObject([400, name, { message: expect.any(String) }]);
  });
});
