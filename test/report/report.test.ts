import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tunePage } from "../../src/shell/render/tune/report/page.ts";
import { e2eSandbox } from "../support/e2e-sandbox.ts";
import { runProgram } from "../support/program.ts";
import { Chromium, chromiumCommand, type OpenPage } from "../support/report/chromium.ts";
import { hostileReport, vividReport } from "../support/tuning/pages.ts";
import { adviceReport, candidate, goodReport, silentReport, unreachableReport } from "../support/tuning/reports.ts";
import { chartsOutside, chartsShown, lowContrasts, overflow, shapesOutside, textCollisions } from "./looks.ts";

let folder: string;
let chromium: Chromium;
/** With MSKCTL_REPORT_PICTURES=FOLDER the pages are left there as pictures, for eyes. */
const pictures = process.env["MSKCTL_REPORT_PICTURES"];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mskctl-report-"));
  chromium = new Chromium(chromiumCommand());
});

afterAll(async () => {
  await chromium.close();
  rmSync(folder, { recursive: true });
});

/** Pages by name, and how many mappings with data are in each. */
const pages: readonly (readonly [name: string, charts: number, write: (file: string) => Promise<void>])[] = [
  [
    "the demo account",
    6 * 5,
    async (file) => {
      const sandbox = await e2eSandbox("none");
      try {
        const { exitCode, stderr } = await runProgram(["tune", "--all", "--since", "4d", "--report", file], {
          environment: sandbox.environment,
        });
        expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringMatching(/The report is in .*\.html\.\n$/) });
      } finally {
        await sandbox.close();
      }
    },
  ],
  [
    "all that may be wrong with a mapping",
    7 * 5,
    async (file) => {
      const described = vividReport("described");
      const reports = [
        vividReport(),
        hostileReport(),
        vividReport("what-if", { whatIf: candidate({ batchSize: 333 }, { costMonth: 1_234_567.89, ageP99Ms: 9 }) }),
        { ...described, untilMs: described.fromMs, observed: undefined },
        adviceReport(),
        goodReport(),
        unreachableReport(),
        silentReport(),
      ];
      writeFileSync(file, tunePage(reports, { here: (command) => command, nowMs: 0 }));
    },
  ],
];

const looks = ["light", "dark"].flatMap((scheme) => [1_280, 768, 390].map((width) => [scheme, width] as const));

describe.each(pages)("a page of %s", (_, charts, write) => {
  let page: OpenPage;
  let file: string;

  beforeAll(async () => {
    file = join(folder, `${charts}.html`);
    await write(file);
    page = await chromium.open(pathToFileURL(file).href);
  }, 240_000);

  it("asks for nothing but itself, and the browser has nothing to complain of", () => {
    const requested = page.events.filter(({ method }) => method === "Network.requestWillBeSent");
    expect(requested.map(({ params }) => (params["request"] as { url: string }).url)).toEqual([pathToFileURL(file).href]);
    expect(page.events.filter(({ method }) => /entryAdded|exceptionThrown|consoleAPICalled/.test(method))).toEqual([]);
  });

  it.each(looks)("%s, %d pixels wide: every chart is there, and its text can be read", async (scheme, width) => {
    await page.show({ scheme, width });
    const shown = await page.evaluate<readonly string[]>(chartsShown);
    expect({ shown: shown.length, different: new Set(shown).size }).toEqual({ shown: charts, different: charts });
    expect(await page.evaluate(chartsOutside(width))).toEqual([]);
    expect(await page.evaluate(shapesOutside)).toEqual([]);
    expect(await page.evaluate(textCollisions)).toEqual([]);
    const picture = await page.picture();
    // A page without anything on it is a few kilobytes.
    expect(picture.length).toBeGreaterThan(100_000);
    if (pictures !== undefined) writeFileSync(join(pictures, `${charts}-${scheme}-${width}.png`), picture);
    expect(await page.evaluate(overflow(width))).toBe(0);
  });

  it("has two schemes, both with contrast", async () => {
    const grounds: string[] = [];
    for (const scheme of ["light", "dark"]) {
      await page.show({ scheme, width: 1_280 });
      expect(await page.evaluate(lowContrasts)).toEqual([]);
      grounds.push(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
    }
    expect(grounds).toEqual(["rgb(255, 255, 255)", "rgb(20, 23, 28)"]);
  });

  it("is printed in the light scheme with its wide charts, and fits the paper", async () => {
    // A4 between its margins.
    const width = 680;
    await page.show({ scheme: "dark", width, media: "print" });
    const isWide = `[...document.querySelectorAll("svg.chart")].every((svg) => svg.matches(".wide") === svg.getBoundingClientRect().width > 0)`;
    expect(await page.evaluate(isWide)).toBe(true);
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    expect(await page.evaluate(`document.documentElement.scrollWidth - ${width}`)).toBe(0);
  });

  it("runs nothing that stands in a name", async () => {
    expect(await page.evaluate("[typeof window.hacked, document.scripts.length, document.images.length]")).toEqual(["undefined", 0, 0]);
  });
});

it("lets nothing run or load that somebody gets into it", async () => {
  const file = join(folder, "broken-into.html");
  const html = tunePage([vividReport()], { here: (command) => command, nowMs: 0 });
  writeFileSync(
    file,
    html.replace(
      "<main>",
      `<main><script>window.hacked = 1</script><img src="https://mskctl.invalid/x.png"><p onclick="window.hacked = 2" id="trap">x</p>`,
    ),
  );
  expect(readFileSync(file, "utf8")).toContain("window.hacked = 1");
  const page = await chromium.open(pathToFileURL(file).href);
  await page.evaluate(`document.querySelector("#trap").click()`);
  expect(await page.evaluate("typeof window.hacked")).toBe("undefined");
  const failed = page.events.filter(({ method }) => method === "Network.loadingFailed");
  expect(failed.map(({ params }) => params["blockedReason"])).toEqual(["csp"]);
});
