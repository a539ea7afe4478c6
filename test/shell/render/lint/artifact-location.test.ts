import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { artifactLocation } from "../../../../src/shell/render/lint/artifact-location.ts";

describe("the place of a file in SARIF", () => {
  it.each([
    ["template.yaml", "template.yaml"],
    ["./infra/template.yaml", "infra/template.yaml"],
    ["infra\\template.yaml", "infra/template.yaml"],
    ["my stack/100 %/a#b?c.yaml", "my%20stack/100%20%25/a%23b%3Fc.yaml"],
    ["größe.yaml", "gr%C3%B6%C3%9Fe.yaml"],
    ["a:b.yaml", "a%3Ab.yaml"],
    ["../other/template.yaml", "../other/template.yaml"],
    ["lone\ud800.yaml", "lone%EF%BF%BD.yaml"],
  ])("%s is relative to the repository", (path, uri) => {
    expect(artifactLocation(path)).toEqual({ uri, uriBaseId: "%SRCROOT%" });
  });

  it.each([
    ["/infra/my stack/template.yaml", "file:///infra/my%20stack/template.yaml"],
    ["C:\\stacks\\template.yaml", "file:///C:/stacks/template.yaml"],
    ["\\\\server\\share\\template.yaml", "file://server/share/template.yaml"],
  ])("%s is absolute", (path, uri) => {
    expect(artifactLocation(path)).toEqual({ uri });
  });

  it("is a URI that names the same path, whatever the path", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[^/\\.]+$/u), { minLength: 1, maxLength: 4 }), (segments) => {
        const { uri } = artifactLocation(segments.join("/"));
        fc.pre(!/^[A-Za-z]:$/.test(segments[0] ?? ""));
        expect(uri).toMatch(/^[\w!'()*~./%-]+$/);
        expect(decodeURIComponent(uri)).toBe(segments.join("/"));
      }),
    );
  });
});
