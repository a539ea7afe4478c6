import { expect, test } from "vitest";
import { fromListings, paced } from "../../../../src/core/mapping/lifecycle/pace.ts";
import { fakeClock } from "../../../support/fakes/clock.ts";
import { fakeMappingStore } from "../../../support/fakes/mapping-store.ts";
import { sampleMapping } from "../../../support/mappings.ts";

const uuids = Array.from({ length: 250 }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`);
const account = uuids.map((UUID) => sampleMapping({ UUID }));

test("Calls that are made at once go out a fifth of a second apart.", async () => {
  const clock = fakeClock();
  const startMs = clock.now();
  const store = paced(fakeMappingStore(account), clock);
  await Promise.all(uuids.slice(0, 11).map((uuid) => store.get(uuid)));
  expect(clock.now() - startMs).toBe(2_000);
});

test("Each page of a listing is a call.", async () => {
  const clock = fakeClock();
  const startMs = clock.now();
  let pages = 0;
  for await (const _page of paced(fakeMappingStore(account), clock).list()) pages += 1;
  expect(pages).toBe(3);
  expect(clock.now() - startMs).toBeGreaterThanOrEqual(400);
});

test("Many that ask for their mapping at once share one listing.", async () => {
  const store = fakeMappingStore(account);
  const listed = fromListings(store, fakeClock());
  const found = await Promise.all(uuids.map((uuid) => listed.get(uuid)));
  expect(found.map(({ UUID }) => UUID)).toEqual(uuids);
  expect(store.calls).toHaveLength(3);
});

test("A listing is made anew when it is no longer fresh, and what left it is not found.", async () => {
  const clock = fakeClock();
  const store = fakeMappingStore(account);
  const listed = fromListings(store, clock);
  await listed.get(uuids[0] ?? "");
  store.mappings.delete(uuids[0] ?? "");
  await clock.sleep(3_000);
  await expect(listed.get(uuids[0] ?? "")).rejects.toMatchObject({ code: "not-found" });
});
