// Security headers of every answer.
const TWO_YEARS = 63_072_000;

export function headersFor(spaceOrigin, connects = []) {
  const policy = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'", "connect-src": ["'self'", ...connects].join(" "),
    // Browsers hold the redirect that follows a form to form-action too (CSP Level 3).
    "form-action": `'self' ${spaceOrigin}`.trim(), "base-uri": "'none'", "object-src": "'none'", "frame-ancestors": "'none'",
  };
  const everywhere = {
    "Strict-Transport-Security": `max-age=${TWO_YEARS}; includeSubDomains`, "X-Content-Type-Options": "nosniff",
  };
  const html = {
    ...everywhere,
    "Content-Security-Policy": Object.entries(policy).map((entry) => entry.join(" ")).join("; "),
    "X-Frame-Options": "DENY", "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
  };
  return { everywhere, html };
}
