import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runProgram } from "../support/program.ts";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
const verbs = ["apply", "create", "delete", "diff", "export", "inspect", "list", "pause", "resume", "update", "sandbox", "autocomplete"];

describe("help", () => {
  it("--version names program, version and Node", async () => {
    const platform = `${process.platform}-${process.arch}`;
    expect(await runProgram(["--version"])).toEqual({
      stdout: `mskctl/${version} ${platform} node-${process.version}\n`,
      stderr: "",
      exitCode: 0,
    });
  });

  it.each(verbs)("--help lists %s", async (verb) => {
    expect((await runProgram(["--help"])).stdout).toMatch(new RegExp(`^  ${verb} `, "m"));
  });

  it("without a verb says the same, and ends with 0", async () => {
    const [bare, asked] = await Promise.all([runProgram([]), runProgram(["--help"])]);
    expect(bare).toMatchObject({ exitCode: 0, stderr: "" });
    // The text made by the build knows no width of the terminal; the words are the same.
    expect(bare.stdout.split(/\s+/)).toEqual(asked.stdout.split(/\s+/));
  });

  it("help VERB is VERB --help", async () => {
    const [spoken, flagged] = await Promise.all([runProgram(["help", "create"]), runProgram(["create", "--help"])]);
    expect(spoken).toEqual(flagged);
    expect(flagged.stdout).toContain("--starting-position");
  });

  it("help for an unknown verb is wrong usage", async () => {
    expect(await runProgram(["help", "lst"])).toMatchObject({ exitCode: 64, stderr: "✖ Command lst not found.\n  mskctl --help\n" });
  });
});
