import { clsx } from "clsx";
import { type ComponentProps, useLayoutEffect, useRef } from "react";

interface ComposerFieldProps extends Omit<ComponentProps<"textarea">, "onChange" | "value" | "ref"> {
  value: string;
  onChange: (text: string) => void;
  /** Enter, without Shift and outside an input method's own use of the key. */
  onEnter: () => void;
  onEscape?: (() => void) | undefined;
  /** Changes when the field should take the focus, with the caret at the end. */
  focusKey?: string | null;
}

/** Grows with its text up to a third of the window, then scrolls. */
export function ComposerField({
  value,
  onChange,
  onEnter,
  onEscape,
  focusKey = null,
  className,
  ...rest
}: ComposerFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => fit(field.current));
  useLayoutEffect(() => {
    const { current } = field;
    if (focusKey === null || !current) return;
    current.focus();
    current.setSelectionRange(current.value.length, current.value.length);
  }, [focusKey]);
  return (
    <textarea
      ref={field}
      rows={1}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && onEscape) return onEscape();
        if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
        event.preventDefault();
        onEnter();
      }}
      enterKeyHint="send"
      className={clsx("max-h-[33dvh] min-h-12 resize-none overflow-y-auto leading-6", className)}
      {...rest}
    />
  );
}

function fit(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = "auto";
  // scrollHeight has no borders.
  field.style.height = `${field.scrollHeight + 2}px`;
}
