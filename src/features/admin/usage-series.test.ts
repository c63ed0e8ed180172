import { expect, test } from "vitest";
import { dayTotals, labelledDays, lastDays, layersOf, perDay } from "./usage-series";

const NOON = Date.UTC(2028, 2, 1, 12);

test("days are those of UTC, today last, over a leap day", () => {
  expect(lastDays(3, NOON)).toEqual(["2028-02-28", "2028-02-29", "2028-03-01"]);
});

test("a day without a row counts nothing, rows of one day add up, rows of other days are left out", () => {
  const rows = [
    { day: "2028-03-01", calls: 2 },
    { day: "2028-02-28", calls: 1 },
    { day: "2028-03-01", calls: 3 },
    { day: "2027-01-01", calls: 9 },
  ];
  expect(perDay(rows, lastDays(3, NOON), ({ calls }) => calls)).toEqual([1, 0, 5]);
});

const days = ["a", "b"];
const series = [
  { key: "fighter", label: "Fighters", paint: 0, values: [1, 0] },
  { key: "referee", label: "Referee", paint: 1, values: [2, 4] },
];

test("each series stands on the one before it", () => {
  expect(layersOf(series, days)).toEqual([
    {
      key: "fighter",
      paint: 0,
      spans: [
        [0, 1],
        [0, 0],
      ],
    },
    {
      key: "referee",
      paint: 1,
      spans: [
        [1, 3],
        [0, 4],
      ],
    },
  ]);
  expect(dayTotals(series, days)).toEqual([3, 4]);
});

test("labels are as many as fit, and today has one", () => {
  const month = lastDays(30, NOON);
  expect(labelledDays(month, 5)).toHaveLength(5);
  expect(labelledDays(month, 5).at(-1)).toBe("2028-03-01");
  expect(labelledDays(month, 100)).toEqual(month);
});
