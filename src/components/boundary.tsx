import { Component, type ReactNode } from 'react';

/** What is drawn, and who is told what it threw. */
export interface BoundaryProps {
	readonly caught: (error: unknown) => void;
	readonly children: ReactNode;
}

interface BoundaryState {
	readonly isBroken: boolean;
}

/**
 * Draws nothing any more once something in it threw while it was drawn, and tells what. A class, since React catches in no
 * other; Ink's own would first lay out an excerpt of the source, which takes seconds where that is one long line.
 */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
	override readonly state: BoundaryState = { isBroken: false };

	static getDerivedStateFromError(): BoundaryState {
		return { isBroken: true };
	}

	override componentDidCatch(error: unknown): void {
		// React is in the middle of its work here, and what is drawn cannot be taken down.
		queueMicrotask(() => this.props.caught(error));
	}

	override render(): ReactNode {
		return this.state.isBroken ? null : this.props.children;
	}
}
