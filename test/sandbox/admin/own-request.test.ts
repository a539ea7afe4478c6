import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { isOwnRequest } from "../../../src/sandbox/admin/own-request.ts";

function own(headers: IncomingMessage["headers"], localAddress = "127.0.0.1", localPort = 4610): boolean {
  return isOwnRequest({ headers, socket: { localAddress, localPort } } as IncomingMessage);
}

describe("a request of one's own", () => {
  it.each([
    [{ host: "127.0.0.1:4610" }],
    [{ host: "localhost:4610" }],
    [{ host: "LOCALHOST:4610" }],
    [{ host: "[::1]:4610" }],
    [{ host: "127.0.0.1:4610", origin: "http://127.0.0.1:4610" }],
    [{ host: "127.0.0.1:4610", origin: "http://localhost:4610" }],
  ])("has %j", (headers) => {
    expect(own(headers)).toBe(true);
  });

  it("may name the address that the sandbox was started on", () => {
    expect(own({ host: "192.168.1.5:4610" }, "192.168.1.5")).toBe(true);
    expect(own({ host: "192.168.1.5:4610" }, "::ffff:192.168.1.5")).toBe(true);
    expect(own({ host: "[fe80::1]:4610" }, "fe80::1")).toBe(true);
    expect(own({ host: "192.168.1.5:4610" })).toBe(false);
  });

  it("names no port where that is HTTP's own", () => {
    for (const host of ["localhost", "localhost:80"]) expect(own({ host }, "127.0.0.1", 80)).toBe(true);
    expect(own({ host: "localhost" })).toBe(false);
  });
});

describe("a request of a page in a browser", () => {
  it.each([
    ["a name that leads to loopback", { host: "rebound.example:4610" }],
    ["another port", { host: "127.0.0.1:8080" }],
    ["no host", {}],
    ["another origin", { host: "127.0.0.1:4610", origin: "https://page.example" }],
    ["an origin on another port", { host: "127.0.0.1:4610", origin: "http://127.0.0.1:3000" }],
    ["an origin that is hidden", { host: "127.0.0.1:4610", origin: "null" }],
    ["an origin of another scheme", { host: "127.0.0.1:4610", origin: "https://127.0.0.1:4610" }],
  ])("with %s is none", (_, headers) => {
    expect(own(headers)).toBe(false);
  });
});
