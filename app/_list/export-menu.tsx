"use client";
import { Menu } from "@base-ui/react/menu";
import { Download } from "lucide-react";
import { buttonClass } from "#app/_ui/button.tsx";
import { numberText } from "#app/_ui/region-now.ts";

// Inside main, so that the menu lies within a landmark like the button that opens it.
const pagePlace = { get current() { return document.getElementById("content"); } };

/** Takes the list out as a file: the view as it stands, with all of its pages. */
export function ExportMenu({ csvHref, xlsxHref, xlsxRows, pdfHref }: { csvHref: string; xlsxHref: string; xlsxRows: number; /** Where the page is drawn on paper too. */ pdfHref?: string | undefined }) {
  return (
    <Menu.Root>
      <Menu.Trigger className={buttonClass()}><Download aria-hidden="true" />Export</Menu.Trigger>
      <Menu.Portal container={pagePlace}>
        <Menu.Positioner sideOffset={4} align="end" className="z-20">
          <Menu.Popup className="layer menu">
            <Menu.Group>
              <Menu.GroupLabel className="max-w-[17rem] px-2 py-1 text-xs text-muted">This view with its filters, order and columns, all pages. The audit trail keeps who exported what.</Menu.GroupLabel>
              {pdfHref === undefined ? null : (
                <Menu.LinkItem closeOnClick className="menu-item" render={<a href={pdfHref} />}>
                  <span className="px-1"><span className="block">Report (PDF)</span><span className="block text-xs text-muted">the whole page with its chart</span></span>
                </Menu.LinkItem>
              )}
              <Menu.LinkItem closeOnClick className="menu-item" render={<a href={xlsxHref} />}>
                <span className="px-1"><span className="block">Spreadsheet (XLSX)</span><span className="block text-xs text-muted">at most {numberText(xlsxRows)} rows</span></span>
              </Menu.LinkItem>
              <Menu.LinkItem closeOnClick className="menu-item" render={<a href={csvHref} />}>
                <span className="px-1"><span className="block">CSV (UTF-8)</span><span className="block text-xs text-muted">any number of rows</span></span>
              </Menu.LinkItem>
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
