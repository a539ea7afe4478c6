import { expect, it } from "vitest";
import { settingFor } from "../../../src/core/record/registry-access.ts";

const settings = ["https://a.example", "https://a.example/team", "http://127.0.0.1:8081/", "https://B.example:443"].map((url) => ({ url }));

it.each([
  ["https://a.example", "https://a.example"],
  ["https://a.example/", "https://a.example"],
  ["https://a.example/registry", "https://a.example"],
  ["https://a.example/team/registry", "https://a.example/team"],
  ["https://a.example/teams", "https://a.example"],
  ["HTTPS://A.Example/team", "https://a.example/team"],
  ["https://a.example:443/team", "https://a.example/team"],
  ["https://b.example", "https://B.example:443"],
  ["http://127.0.0.1:8081", "http://127.0.0.1:8081/"],
])("%s gets the setting of %s", (registry, url) => {
  expect(settingFor(registry, settings)).toEqual({ url });
});

// Whoever is given a password must be the one it is for.
it.each([
  "https://a.example.net",
  "https://a.example:8081",
  "https://a.example@evil.example",
  "http://a.example",
  "https://evil.example/https://a.example",
  "https://A.example.",
  "",
])("%s gets none", (registry) => {
  expect(settingFor(registry, settings)).toBeUndefined();
});
