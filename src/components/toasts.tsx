import { Toaster } from "sonner";

export default function Toasts() {
  return (
    <Toaster
      position="top-center"
      offset={80}
      mobileOffset={80}
      toastOptions={{
        className: "!bg-surface !text-ink !border-line-strong !font-body !text-[0.9375rem] !shadow-float",
        duration: 7000,
      }}
    />
  );
}
