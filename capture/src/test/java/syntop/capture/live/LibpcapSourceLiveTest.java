package syntop.capture.live;

class LibpcapSourceLiveTest extends LiveSourceContract {
    @Override
    Backend backend() {
        return Backend.LIBPCAP;
    }
}
