/** The opaque token of a list that goes on at `position`. */
export function pageToken(position: number): string {
  return Buffer.from(`position:${position}`).toString("base64url");
}

/** The position that a token holds; undefined when it is none that `pageToken` gave. */
export function tokenPosition(token: string): number | undefined {
  const digits = /^position:(\d{1,9})$/.exec(Buffer.from(token, "base64url").toString("utf8"))?.[1];
  return digits === undefined ? undefined : Number(digits);
}
