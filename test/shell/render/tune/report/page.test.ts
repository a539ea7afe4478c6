import { describe, expect, it } from "vitest";
import { fleetGroups } from "../../../../../src/core/tuning/packing/fleet-groups.ts";
import type { TuneReport } from "../../../../../src/core/tuning/report.ts";
import { tunePage } from "../../../../../src/shell/render/tune/report/page.ts";
import { ownerBy } from "../../../../support/tuning/owners.ts";
import { hostileReport, vividReport } from "../../../../support/tuning/pages.ts";
import { provisionedReport } from "../../../../support/tuning/provisioned-reports.ts";
import { adviceReport, changeReport, goodReport, silentReport, unreachableReport } from "../../../../support/tuning/reports.ts";

const page = (...reports: readonly TuneReport[]) =>
  tunePage(reports, { here: (command) => `${command} --region eu-central-1`, nowMs: Date.parse("2026-11-26T12:00:00Z") });

it("shows which mappings are to share a poller group, and who deploys one", () => {
  const reports = ["a", "b"].map((name) => provisionedReport(name));
  const fleet = fleetGroups(
    reports,
    reports.map(({ mapping }) => mapping),
  );
  const owned = changeReport("orders", { owner: ownerBy("cloudformation") });
  const shown = tunePage([...reports, owned], { here: (command) => command, nowMs: 0, fleet });
  expect(shown).toContain('<h2 id="groups">Poller groups</h2><ul><li>shop (new) · 2 mappings join');
  expect(shown).toContain("mskctl update a --poller-group shop\nmskctl update b --poller-group shop</code>");
  expect(shown).toContain("<dt>Owner</dt><dd>CloudFormation stack shop-orders, resource OrdersFunctionKafka: change it there");
});

describe("a page of one mapping", () => {
  const shown = page(vividReport());

  it("is one file that asks for nothing, and lets nothing in", () => {
    expect(shown).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(shown).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`);
    expect(shown).not.toMatch(/<script|<link|<img|<iframe|@import|https?:|\son\w+=|javascript:/i);
    // Of `url()` only what stands in the page itself.
    const targets = new Set([...shown.matchAll(/url\(([^)]*)\)/g)].map(([, target = ""]) => target));
    expect(targets.size).toBe(6);
    for (const target of targets) expect(shown).toContain(`<pattern id="${target.slice(1)}"`);
  });

  it("says what the screen says", () => {
    for (const text of [
      "◆ change · saves $75–$84 a month",
      "BatchSize 100 → 500",
      "97 % of batches close on the window of 500 ms",
      "grade A",
      "us-east-1 of 2026-11-26, not of eu-central-1 · 730 h a month · seed 1",
      "2026-11-22 to 2026-11-26",
      "a batch&#39;s window begins with its first record",
      "mskctl update orders --batch-size 500 --batching-window 2s --region eu-central-1",
      "cannot be undone: the 500 ms default window is gone for good",
    ])
      expect(shown).toContain(text);
  });

  it("has five charts in two sizes, each with a title, a description and its figures in a table", () => {
    expect(shown.match(/<figure /g)).toHaveLength(5);
    expect(shown.match(/<svg class="chart (wide|narrow)" viewBox="[^"]+" role="img" aria-labelledby="[^"]+"><title id=/g)).toHaveLength(10);
    expect(shown.match(/<details><summary>Figures: /g)).toHaveLength(5);
    const ids = [...shown.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("gives heads of tables their scope", () => {
    expect(shown.match(/<th(?!ead| scope="(col|row)")/g)).toBeNull();
  });

  it("is the same for the same reports", () => expect(page(vividReport())).toBe(shown));
});

describe("other verdicts", () => {
  it("says why there is no data, and what brings some", () => {
    const shown = page(silentReport());
    expect(shown).toContain("no data · its metrics EventCount are off");
    expect(shown).toContain("those that are missing cost up to $2.10 a month");
    expect(shown).toContain("mskctl update audit --metrics EventCount,KafkaMetrics");
    expect(shown).not.toContain("<figure");
  });

  it("shows what comes first, and what comes nearest", () => {
    expect(page(adviceReport())).toContain("put-function-concurrency");
    expect(page(unreachableReport())).toContain(">Nearest<");
    expect(page(goodReport())).toContain("● no change");
  });

  it("is a sentence without a mapping", () => expect(page()).toContain("No mapping of this Region fits"));
});

describe("a page of several mappings", () => {
  it("begins with a table of them, what needs a person first, with ways to their sections", () => {
    const shown = page(goodReport("calm"), silentReport(), changeReport("small"), unreachableReport());
    const links = [...shown.matchAll(/<a href="#(m\d)">([^<]+)</g)].map(([, id, name]) => `${id} ${name}`);
    expect(links).toEqual(["m4 bulk", "m3 small", "m1 calm", "m2 audit"]);
    for (const id of ["m1", "m2", "m3", "m4"]) expect(shown).toContain(`<section class="mapping" id="${id}"`);
  });
});

it("escapes whatever comes from outside", () => {
  const shown = page(hostileReport(), silentReport());
  expect(shown).not.toMatch(/<script|<img|\u202e|<\/style><style/);
  expect(shown).not.toContain("\u001b");
  expect(shown.match(/<style>/g)).toHaveLength(1);
  expect(shown).toContain("&lt;script&gt;window.hacked=1&lt;/script&gt;");
});
