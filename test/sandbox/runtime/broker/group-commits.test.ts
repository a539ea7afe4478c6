import { expect, it, vi } from "vitest";
import { createGroupCommits } from "../../../../src/sandbox/runtime/broker/group-commits.ts";

type Answer = "committed" | "not-owner";

/** Requests that wait for the test's answer. */
function setUp() {
  const requests: { readonly offsets: ReadonlyMap<number, bigint>; readonly answer: PromiseWithResolvers<Answer> }[] = [];
  const onCommitted = vi.fn();
  const onFailed = vi.fn();
  const commits = createGroupCommits({
    commit(offsets) {
      const answer = Promise.withResolvers<Answer>();
      requests.push({ offsets, answer });
      return answer.promise;
    },
    onCommitted,
    onFailed,
  });
  return { commits, requests, onCommitted, onFailed };
}

it("sends what has gathered while a request was under way with the next one", async () => {
  const { commits, requests, onCommitted } = setUp();
  commits.add(0, 5);
  commits.add(0, 6);
  commits.add(1, 3);
  commits.add(0, 9);
  expect(requests.map(({ offsets }) => offsets)).toEqual([new Map([[0, 5n]])]);
  requests[0]?.answer.resolve("committed");
  await vi.waitFor(() => expect(requests).toHaveLength(2));
  expect(requests[1]?.offsets).toEqual(
    new Map([
      [0, 9n],
      [1, 3n],
    ]),
  );
  expect(onCommitted).toHaveBeenCalledExactlyOnceWith(new Map([[0, 5]]));
  requests[1]?.answer.resolve("committed");
  await commits.settled();
  expect(onCommitted).toHaveBeenCalledTimes(2);
  commits.add(1, 4);
  expect(requests[2]?.offsets).toEqual(new Map([[1, 4n]]));
});

it("forgets what another member has to commit now", async () => {
  const { commits, requests, onCommitted, onFailed } = setUp();
  commits.add(0, 5);
  requests[0]?.answer.resolve("not-owner");
  await commits.settled();
  expect([onCommitted.mock.calls, onFailed.mock.calls, requests.length]).toEqual([[], [], 1]);
});

it("keeps what could not be committed for the next request, and never goes back", async () => {
  const { commits, requests, onCommitted, onFailed } = setUp();
  const error = new Error("the coordinator is gone");
  commits.add(0, 5);
  commits.add(1, 7);
  requests[0]?.answer.resolve("committed");
  await vi.waitFor(() => expect(requests).toHaveLength(2));
  commits.add(1, 8);
  requests[1]?.answer.reject(error);
  await commits.settled();
  expect(onFailed).toHaveBeenCalledExactlyOnceWith(error);
  expect(requests).toHaveLength(2);
  commits.add(0, 6);
  expect(requests[2]?.offsets).toEqual(
    new Map([
      [0, 6n],
      [1, 8n],
    ]),
  );
  requests[2]?.answer.resolve("committed");
  await commits.settled();
  expect(onCommitted).toHaveBeenLastCalledWith(
    new Map([
      [1, 8],
      [0, 6],
    ]),
  );
});

it("sends nothing any more once it is stopped", async () => {
  const { commits, requests } = setUp();
  commits.add(0, 5);
  commits.add(0, 6);
  commits.stop();
  requests[0]?.answer.resolve("committed");
  await commits.settled();
  commits.add(0, 7);
  await commits.settled();
  expect(requests).toHaveLength(1);
});

it("has nothing to wait for at first", async () => {
  expect(await setUp().commits.settled()).toBeUndefined();
});
