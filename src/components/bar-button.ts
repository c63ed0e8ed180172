/** What a button of the top bar looks like, beside the plates. */
export const BAR_BUTTON =
  "inline-flex h-11 min-w-11 cursor-pointer items-center justify-center gap-2 rounded-lg px-2.5 text-[0.9375rem] font-semibold text-ink-soft hover:bg-raised hover:text-ink data-popup-open:bg-raised";
