export { answerPreview, refusePreview } from "./answer-preview.ts";
export { offerPreview, readPreviewTicket, type PreviewOffer } from "./preview-link.ts";
