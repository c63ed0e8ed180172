import { describedBy, Field } from "../../components/field";
import { INPUT } from "../../components/input-style";
import { LIMITS } from "./persona-draft";
import { HINTS, PLACEHOLDERS } from "./words";

interface TextFieldProps {
  field: keyof typeof LIMITS;
  label: string;
  /** Several lines may be written. */
  rows?: number | undefined;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** From here on the count is worth a look. */
const NEAR = 0.8;

export function TextField({ field, label, rows, value, error, onChange }: TextFieldProps) {
  const id = `persona-${field}`;
  const { length } = value.trim();
  const count = length >= LIMITS[field] * NEAR ? ` ${length} of ${LIMITS[field]} characters.` : "";
  const shared = { ...describedBy(id, error), value, placeholder: PLACEHOLDERS[field], className: INPUT };
  return (
    <Field id={id} label={label} error={error} hint={`${HINTS[field]}${count}`}>
      {rows ? (
        <textarea {...shared} rows={rows} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input {...shared} type="text" autoComplete="off" onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}
