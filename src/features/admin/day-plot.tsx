import "./charts.css";
import { scaleBand, scaleLinear } from "d3-scale";
import { area, curveMonotoneX } from "d3-shape";
import { useId } from "react";
import { fillOf, Hatches, paintOf } from "./paints";
import { dayTotals, labelledDays, type Layer, layersOf, type Series } from "./usage-series";
import { dayWords } from "./usage-words";
import { useWidth } from "./use-width";

const HEIGHT = 220;
const TOP = 10;
const FOOT = 26;
/** What a character of a label on the axis takes, at most. */
const CHARACTER = 9;
const DAY_LABEL = 84;

export interface DayPlotProps {
  title: string;
  /** What a screen reader hears of the picture as a whole. */
  description: string;
  days: readonly string[];
  series: readonly Series[];
  /** Bars for what is counted; areas for what flows. */
  form: "bars" | "areas";
  tick: (value: number) => string;
  /** The day that is looked at, as an index. */
  day: number;
  /** What is read of that day. */
  dayText: string;
  onDay: (day: number) => void;
}

/** Days from left to right, series on top of one another. An invisible slider over it picks a day: by keyboard, finger or mouse. */
export function DayPlot({ title, description, days, series, form, tick, day, dayText, onDay }: DayPlotProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const id = useId();
  const highest = Math.max(...dayTotals(series, days));
  const y = scaleLinear([0, highest || 1], [HEIGHT - FOOT, TOP]).nice(4);
  const ticks = y.ticks(4);
  const left = Math.ceil(Math.max(...ticks.map((value) => tick(value).length)) * CHARACTER) + 8;
  const x = scaleBand([...days], [left, Math.max(left + 1, width)]).paddingInner(days.length > 45 ? 0.15 : 0.3);
  const labels = labelledDays(days, (width - left) / DAY_LABEL);
  const layers = layersOf(series, days);
  const band = x.bandwidth();
  return (
    <div ref={box} className="relative" style={{ height: HEIGHT }}>
      {width > 0 && (
        <>
          {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the tag takes a file; this one is drawn here */}
          <svg role="img" aria-labelledby={`${id}-title ${id}-text`} width={width} height={HEIGHT} className="block">
            <title id={`${id}-title`}>{title}</title>
            <desc id={`${id}-text`}>{description}</desc>
            <Hatches prefix={id} />
            <rect
              x={(x(days[day] ?? "") ?? left) - 2}
              y={0}
              width={band + 4}
              height={HEIGHT - FOOT}
              rx="3"
              fill="var(--color-raised)"
              stroke="var(--color-line-strong)"
              strokeWidth="1"
            />
            {ticks.map((value) => (
              <g key={value} transform={`translate(0, ${y(value)})`}>
                <line x1={left} x2={width} stroke="var(--color-line)" />
                <AxisText x={left - 8} y={4} anchor="end">
                  {tick(value)}
                </AxisText>
              </g>
            ))}
            {layers.map((layer) => (
              <g key={layer.key} fill={fillOf(id, layer.paint)} stroke={paintOf(layer.paint).line}>
                {form === "bars" ? (
                  <Bars layer={layer} left={(at) => x(days[at]!) ?? 0} band={band} y={y} />
                ) : (
                  <path d={areaOf(layer, (at) => (x(days[at]!) ?? 0) + band / 2, y)} fillOpacity="0.75" />
                )}
              </g>
            ))}
            {labels.map((label) => (
              <AxisText
                key={label}
                x={label === days.at(-1) ? width : (x(label) ?? 0) + band / 2}
                y={HEIGHT - 7}
                anchor={label === days.at(-1) ? "end" : "middle"}
              >
                {dayWords(label)}
              </AxisText>
            ))}
          </svg>
          <input
            type="range"
            aria-label={`Day of ${title.toLowerCase()}`}
            aria-valuetext={dayText}
            min={0}
            max={days.length - 1}
            value={day}
            onChange={(event) => onDay(Number(event.target.value))}
            onPointerMove={({ nativeEvent }) => onDay(nearestDay(nativeEvent.offsetX, width - left, days.length))}
            className="day-slider absolute top-0 right-0"
            style={{ left, width: width - left, height: HEIGHT - FOOT, "--band": `${band}px` } as React.CSSProperties}
          />
        </>
      )}
    </div>
  );
}

function nearestDay(offset: number, width: number, count: number): number {
  return Math.max(0, Math.min(count - 1, Math.floor((offset / width) * count)));
}

interface BarsProps {
  layer: Layer;
  left: (day: number) => number;
  band: number;
  y: (value: number) => number;
}

function Bars({ layer, left, band, y }: BarsProps) {
  return layer.spans.map(([from, to], day) =>
    to > from ? (
      // oxlint-disable-next-line react/no-array-index-key -- a bar is its day
      <rect key={day} x={left(day) + 0.5} y={y(to)} width={Math.max(1, band - 1)} height={y(from) - y(to)} rx="1" />
    ) : null,
  );
}

function areaOf(layer: Layer, middle: (day: number) => number, y: (value: number) => number): string {
  const shape = area<readonly [number, number]>()
    .x((_, day) => middle(day))
    .y0(([from]) => y(from))
    .y1(([, to]) => y(to))
    .curve(curveMonotoneX);
  return shape([...layer.spans]) ?? "";
}

function AxisText({
  anchor,
  children,
  ...place
}: {
  x: number;
  y: number;
  anchor: "end" | "middle";
  children: string;
}) {
  return (
    <text {...place} textAnchor={anchor} fontSize="13" className="tabular" fill="var(--color-ink-faint)">
      {children}
    </text>
  );
}
