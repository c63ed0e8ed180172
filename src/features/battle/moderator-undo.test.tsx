import { cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dismissToast, toastUndo } from "../../lib/toast";
import { answer, mutation, resetConvex } from "../../testing/convex-stub";
import { battle, moderatorLine } from "../../testing/fixtures";
import { ModeratorUndo } from "./moderator-undo";

vi.mock(import("convex/react"), async () => (await import("../../testing/convex-stub")).convexReact);
vi.mock(import("../../lib/toast"), async (original) => ({
  ...(await original()),
  toastUndo: vi.fn<typeof toastUndo>(async () => undefined),
  dismissToast: vi.fn<typeof dismissToast>(async () => undefined),
}));

beforeEach(() => {
  resetConvex();
  vi.clearAllMocks();
});
afterEach(cleanup);

const undo = () => <ModeratorUndo battleId={battle._id} />;

test("a line that stood there before is no news", () => {
  answer("battles:moderator", [moderatorLine()]);
  render(undo());
  expect(toastUndo).not.toHaveBeenCalled();
});

test("a new line comes with the way back, until a fighter has read it", () => {
  answer("battles:moderator", []);
  const retract = mutation("battles:retract");
  const { rerender } = render(undo());
  answer("battles:moderator", [moderatorLine()]);
  rerender(undo());
  expect(toastUndo).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: "line1" }));
  vi.mocked(toastUndo).mock.calls[0]![0].undo();
  expect(retract).toHaveBeenCalledExactlyOnceWith({ lineId: "line1" });
  expect(dismissToast).not.toHaveBeenCalled();
  answer("battles:moderator", [moderatorLine({ read: true })]);
  rerender(undo());
  expect(dismissToast).toHaveBeenCalledExactlyOnceWith("line1");
});

test("the way back goes with its battle", () => {
  answer("battles:moderator", [moderatorLine()]);
  render(undo()).unmount();
  expect(dismissToast).toHaveBeenCalledWith("line1");
});
