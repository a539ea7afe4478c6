/** Where SARIF finds a file. */
export interface ArtifactLocation {
  readonly uri: string;
  /** What a relative `uri` is relative to: the root of the repository. */
  readonly uriBaseId?: "%SRCROOT%";
}

/** A path as a percent-encoded URI: relative below the repository, as GitHub's code scanning asks for, else `file:`. Never throws. */
export function artifactLocation(path: string): ArtifactLocation {
  const slashed = path.replaceAll("\\", "/").replace(/^(?:\.\/+)+/, "");
  if (/^[A-Za-z]:\//.test(slashed)) return { uri: `file:///${slashed.slice(0, 2)}${encoded(slashed.slice(2))}` };
  // A share of Windows names its host.
  if (slashed.startsWith("//")) return { uri: `file:${encoded(slashed)}` };
  if (slashed.startsWith("/")) return { uri: `file://${encoded(slashed)}` };
  return { uri: encoded(slashed), uriBaseId: "%SRCROOT%" };
}

function encoded(path: string): string {
  return path
    .split("/")
    .map((segment) => encodeURIComponent(segment.toWellFormed()))
    .join("/");
}
