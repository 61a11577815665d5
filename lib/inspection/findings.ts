/** What can be found in a file that its reader should know before opening it. */
export const FINDING_KINDS = [
  "type_differs", "polyglot", "program", "pdf_javascript", "pdf_launch", "pdf_open_action", "pdf_embedded_file", "pdf_form_data", "pdf_encrypted",
  "office_macros", "office_external", "office_ole", "office_dde", "office_encrypted", "script", "formulas", "card_numbers", "not_readable",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** One thing that was found; `detail` says what exactly and where, in words of ours and names of the file. */
export type FileFinding = { kind: FindingKind; detail: string };

type Words = { title: string; meaning: string; /** Whether opening the file can do something, or the file is not what it seems. */ grave: boolean };

/** What each means to the person who is about to open the file. */
export const FINDING_WORDS: Readonly<Record<FindingKind, Words>> = {
  type_differs: { title: "Not the type that its name says", meaning: "Its content is of another type than its name. Programs may open it otherwise than you expect.", grave: true },
  polyglot: { title: "Two types of file in one", meaning: "It can be read as another type as well. Such files are made to slip past checks.", grave: true },
  program: { title: "A program", meaning: "Opening it runs it.", grave: true },
  pdf_javascript: { title: "Contains JavaScript", meaning: "The PDF carries a script that some readers run.", grave: true },
  pdf_launch: { title: "Starts a program or opens a file", meaning: "The PDF asks its reader to start a program or to open another file.", grave: true },
  pdf_open_action: { title: "Acts when it is opened", meaning: "The PDF names something that its reader does by itself on opening it or a page.", grave: false },
  pdf_embedded_file: { title: "Files are attached inside", meaning: "The PDF carries other files, which were not looked into.", grave: false },
  pdf_form_data: { title: "Sends or loads data", meaning: "The PDF has a form that sends what is entered, or media that load something.", grave: false },
  pdf_encrypted: { title: "Encrypted", meaning: "The PDF is protected. Parts of it could not be looked into.", grave: false },
  office_macros: { title: "Contains macros", meaning: "The document carries programs that Office offers to run.", grave: true },
  office_external: { title: "Loads something from elsewhere", meaning: "The document refers to a template, a picture or data outside of it that Office loads.", grave: true },
  office_ole: { title: "Other documents are embedded", meaning: "The document carries embedded objects that open in other programs.", grave: false },
  office_dde: { title: "Calls another program (DDE)", meaning: "The document has a field or link that starts another program.", grave: true },
  office_encrypted: { title: "Encrypted", meaning: "The document is protected with a password. It could not be looked into.", grave: false },
  script: { title: "Contains a script", meaning: "Opened in a browser it would run what its sender wrote.", grave: true },
  formulas: { title: "Cells that a spreadsheet would run", meaning: "Some cells begin as formulas that call a program or an address.", grave: true },
  card_numbers: { title: "Looks like card numbers", meaning: "Digits that pass the check of payment cards. Evidence should not hold them: send it again without them.", grave: true },
  not_readable: { title: "Could not be looked into", meaning: "A part of the file is damaged, larger than is looked at, or packed in a way that is not known here.", grave: false },
};
