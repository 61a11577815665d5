/** The sheet of every mail. A mail loads nothing, so the colours of the interface (app/_ui/styles/theme.css) stand here by value. */
export const MAIL_STYLE = [
  ":root{color-scheme:light dark}",
  "body{margin:0;padding:24px 16px;background:#ffffff;color:#1c2024;font-family:Inter,system-ui,-apple-system,'Segoe UI',sans-serif;font-size:15px;line-height:1.5}",
  ".page{max-width:560px;margin:0 auto}.mark{padding-bottom:12px;margin-bottom:20px;border-bottom:1px solid #e0e1e6;font-weight:600}",
  "p{margin:0 0 14px;overflow-wrap:anywhere}table{margin:0 0 14px}td,th{overflow-wrap:anywhere}a{color:#3a5bc7}",
  "pre{margin:0 0 14px;white-space:pre-wrap;overflow-wrap:anywhere;font-size:13px}",
  ".items{margin:0 0 14px;padding:0;list-style:none}.items li{padding:12px 0;border-top:1px solid #e0e1e6;overflow-wrap:anywhere}.items a{font-weight:600}.detail{color:#60646c}",
  ".footer{margin-top:28px;padding-top:14px;border-top:1px solid #e0e1e6;color:#60646c;font-size:13px}.footer p{margin:0 0 6px}",
  "@media (prefers-color-scheme:dark){body{background:#111113;color:#edeef0}.mark,.items li,.footer{border-color:#363a3f}.detail,.footer{color:#b0b4ba}a{color:#9eb1ff}}",
].join("");
