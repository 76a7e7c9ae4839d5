/** Connection requests and what became of them: retransmissions, answers, completion, times. */
package syntop.analyzer.handshake;
