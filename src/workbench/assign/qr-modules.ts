import qrcode from "qrcode-generator";

/** Longer links make codes that phones read only by luck. */
export const QR_LIMIT_BYTES = 1_200;
/** White around the code, in modules, which readers need. */
const MARGIN = 4;

export interface QrCode {
  /** Modules of a side, margin included. */
  readonly size: number;
  /** The dark modules as an SVG path, one unit each. */
  readonly path: string;
}

/** A link as a QR code; `undefined` when it is longer than {@link QR_LIMIT_BYTES}. */
export function qrOf(link: string): QrCode | undefined {
  if (new TextEncoder().encode(link).byteLength > QR_LIMIT_BYTES) return undefined;
  const code = qrcode(0, "L");
  code.addData(link, "Byte");
  code.make();
  const modules = code.getModuleCount();
  let path = "";
  for (let row = 0; row < modules; row += 1) {
    for (let column = 0; column < modules; column += 1) {
      if (code.isDark(row, column)) path += `M${column + MARGIN} ${row + MARGIN}h1v1h-1z`;
    }
  }
  return { size: modules + 2 * MARGIN, path };
}
