import { textHash } from "../../convex/model/textHash";

type Point = readonly [x: number, y: number];
export interface Facet {
  /** SVG `points`, in a box of 100 x 100. */
  points: string;
  /** How strongly the facet stands out, 0..1. */
  tone: number;
}

const TONES = [0, 0.16, 0.34, 0.6] as const;
const CENTRE: Point = [50, 50];
const RADIUS = 48;

/** Flat-topped hexagon: points to the left and right, as fighters face each other. */
export const HEXAGON = pointsOf([0, 1, 2, 3, 4, 5].map(corner));

/**
 * The facets of a fighter's emblem: a hexagon of 24 triangles, mirrored left to right, toned by the name's hash. The same
 * name always gets the same emblem, on every screen.
 */
export function sigilFacets(name: string): Facet[] {
  const bits = Number.parseInt(textHash(name.trim().toLowerCase()), 16);
  return [0, 1, 2, 3, 4, 5].flatMap((sector) =>
    triangles(sector).map((triangle, index) => {
      const [twinSector, twinIndex] = twinOf(sector, index);
      const slot = Math.min(sector * 4 + index, twinSector * 4 + twinIndex);
      return { points: pointsOf(triangle), tone: TONES[(bits >>> ((slot * 5) % 31)) & 3]! };
    }),
  );
}

/** A sector's four triangles: inner, outer at the first corner, outer at the second corner, middle. */
function triangles(sector: number): Point[][] {
  const [first, second] = [corner(sector), corner(sector + 1)];
  const [nearFirst, nearSecond, rim] = [middle(CENTRE, first), middle(CENTRE, second), middle(first, second)];
  return [
    [CENTRE, nearFirst, nearSecond],
    [nearFirst, first, rim],
    [nearSecond, rim, second],
    [nearFirst, rim, nearSecond],
  ];
}

/** The mirror image at the vertical axis: sectors swap around the top and bottom ones, outer triangles swap sides. */
function twinOf(sector: number, index: number): [sector: number, index: number] {
  return [(8 - sector) % 6, index === 1 ? 2 : index === 2 ? 1 : index];
}

function corner(n: number): Point {
  const angle = (n * Math.PI) / 3;
  return [CENTRE[0] + RADIUS * Math.cos(angle), CENTRE[1] - RADIUS * Math.sin(angle)];
}

function middle(a: Point, b: Point): Point {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function pointsOf(points: Point[]): string {
  return points.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join(" ");
}
