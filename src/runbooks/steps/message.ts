import type { StepForm } from './kind.ts';

/** A fence `message`: a text for others, in which values are filled in. */
export const message: StepForm = {
	kind: 'message',
	fits: ({ language }) => language === 'message',
	ofFence: (code) => ({ is: 'message', code, text: code.text }),
};
