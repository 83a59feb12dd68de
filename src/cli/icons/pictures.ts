/** A picture to be drawn: a page's body, and how large it is in pixels. */
export interface Picture {
  /** Under `public`. */
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly body: string;
  /** Nothing behind it, for an icon with a shape of its own. */
  readonly transparent?: boolean;
}

/** What the icon says to a system that cuts it to a shape of its own: all that matters is within the middle 80 %. */
const MASKABLE_SHARE = 0.6;
const OWN_SHAPE_SHARE = 0.96;

export function pictures(favicon: string): Picture[] {
  const icon = (file: string, size: number, share: number, ground: string): Picture => ({
    file,
    width: size,
    height: size,
    transparent: ground === "transparent",
    body: `<div class="icon" style="background: ${ground}"><div style="inline-size: ${share * 100}%">${favicon}</div></div>`,
  });
  return [
    icon("icons/icon-192.png", 192, OWN_SHAPE_SHARE, "transparent"),
    icon("icons/icon-512.png", 512, OWN_SHAPE_SHARE, "transparent"),
    icon("icons/maskable-512.png", 512, MASKABLE_SHARE, "#f5f6f3"),
    icon("icons/apple-touch-icon.png", 180, MASKABLE_SHARE * 1.15, "#f5f6f3"),
    { file: "link-preview.png", width: 1200, height: 630, body: linkPreview(favicon) },
  ];
}

function linkPreview(favicon: string): string {
  return `<div class="preview">
  <div class="name"><div class="mark">${favicon}</div>Keepsake</div>
  <h1>HTTP forgets you<br>after every answer.</h1>
  <div class="wire">
    <p><span>&gt;</span> GET /cart</p>
    <p><span>&lt;</span> 200 OK</p>
    <p class="cookie"><span>&lt;</span> Set-Cookie: tina4_session=9fQ…; HttpOnly; SameSite=Lax</p>
    <p class="record"><span>=</span> {"cart":[{"product_id":3,"quantity":1}]}</p>
  </div>
  <p class="what">Web sessions and cookies by experiment: a real Express server, in the page.</p>
</div>`;
}
