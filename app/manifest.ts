import type { MetadataRoute } from "next";

/** What a phone needs to keep Tickmark on its home screen. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: "Tickmark",
    short_name: "Tickmark",
    description: "Security controls kept true, and proven.",
    start_url: "/",
    display: "standalone",
    icons: [{ src: "/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
  };
}
