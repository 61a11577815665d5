type PolicyOptions = {
  nonce: string;
  /** React's development build evaluates code to show server stacks, and the bundler inserts styles. */
  development: boolean;
  /** Only a site that is served over https may ask for it. */
  secure: boolean;
  /** The one origin whose documents may stand in a frame: that of previews. */
  frames?: string | undefined;
};

// React streams parts of an SVG inside a container with the attribute style="display:none": this hash admits those very
// characters and no other style attribute.
const HIDDEN_SEGMENT = "'sha256-aqNNdDLnnrDOnTNdkJpYlAxKVJtLt9CtFLklmInuUAE='";

// Base UI's combobox puts its value into a field that is drawn one pixel large, with these characters as its style.
const HIDDEN_FIELD = "'sha256-5F9GrKBhqyaNOeYUtJnXqF6zx18El+yIK5QJdjPDOus='";

/**
 * The content security policy of one response. Scripts run by nonce alone; no page is framed, nothing but previews stands in a frame,
 * forms go to this site only. Style attributes are refused too: what is drawn to measure is SVG.
 */
export function contentSecurityPolicy({ nonce, development, secure, frames }: PolicyOptions): string {
  const directives: Record<string, string> = {
    "default-src": "'self'",
    "script-src": `'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src": `'self' 'nonce-${nonce}'`,
    "style-src-attr": `'unsafe-hashes' ${HIDDEN_SEGMENT} ${HIDDEN_FIELD}`,
    ...(development ? { "style-src-elem": "'self' 'unsafe-inline'" } : {}),
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": development ? "'self' ws:" : "'self'",
    "worker-src": "'self' blob:",
    "frame-src": frames ?? "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  };
  const parts = Object.entries(directives).map(([name, value]) => `${name} ${value}`);
  if (secure) parts.push("upgrade-insecure-requests");
  return parts.join("; ");
}

/** A year, in seconds. */
const HSTS_MAX_AGE_SECONDS = 31_536_000;

/** The headers that every page carries beside its policy. */
export function securityHeaders(secure: boolean): Readonly<Record<string, string>> {
  return {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    ...(secure ? { "strict-transport-security": `max-age=${HSTS_MAX_AGE_SECONDS}; includeSubDomains` } : {}),
  };
}
