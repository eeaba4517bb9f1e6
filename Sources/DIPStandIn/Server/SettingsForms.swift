public import DIP

/// The webhook policy that settings describe.
public enum WebhookPolicy {
    public static func make(_ settings: PlatformSettings) -> WebhookAddressPolicy {
        WebhookAddressPolicy(
            otherHosts: settings.list(.webhookHosts),
            plainHTTP: settings.text(.webhookPlainHTTP) == "loopback" ? .loopback : .never)
    }
}

extension WebhookClientSettings {
    init(_ settings: PlatformSettings, addresses: WebhookAddressPolicy) {
        self.init()
        connectMilliseconds = settings.integer(.connectSeconds) * 1_000
        answerMilliseconds = settings.integer(.answerSeconds) * 1_000
        answerBytes = settings.integer(.answerKilobytes) * 1_024
        connectionsPerHost = settings.integer(.connectionsPerHost)
        self.addresses = addresses
    }
}

extension DelivererSettings {
    init(_ settings: PlatformSettings) {
        self.init()
        delivery.retry = RetrySchedule.exponential(
            first: settings.integer(.retryFirstSeconds) * 1_000,
            factor: settings.integer(.retryFactor),
            longest: settings.integer(.retryMaximumSeconds) * 1_000, tries: settings.integer(.retryTries),
            jitterPercent: settings.integer(.retryJitterPercent))
        delivery.postMessages = settings.integer(.deliveryMessages)
        delivery.postBytes = settings.integer(.deliveryKilobytes) * 1_024
        delivery.usesWebhookMaxima = settings.isOn(.honourWebhookMaxima)
        delivery.reportsDeliveries = settings.isOn(.acknowledgeEachMessage)
        delivery.otherSuccess =
            switch settings.text(.otherSuccess) {
            case "retry": .retry
            case "refuse": .refused
            default: .deliveredWithWarning
            }
        delivery.missingWebhook = MissingWebhook(rawValue: settings.text(.missingWebhook)) ?? .undelivered
        delivery.refusedPost = RefusedPost(rawValue: settings.text(.refusedPost)) ?? .givenUp
        delivery.retriedCodes = settings.list(.retriedCodes).map { ResponseCode($0) }
        delivery.honoursRetryAfter = settings.isOn(.honourRetryAfter)
        delivery.circuit = CircuitSettings(
            failures: settings.integer(.circuitFailures),
            firstRest: settings.integer(.circuitFirstRestSeconds) * 1_000,
            longestRest: settings.integer(.circuitMaximumRestSeconds) * 1_000)
        posts = settings.integer(.simultaneousPosts)
        memoryBytes = settings.integer(.deliveryMemoryMegabytes) << 20
        stopMilliseconds = settings.integer(.stopSeconds) * 1_000
    }
}

extension RoutingSettings {
    /// What the settings leave to the router.
    public init(_ settings: PlatformSettings) {
        self.init(
            deliversPartly: settings.isOn(.deliverPartly),
            primaryStandsForSecondary: settings.isOn(.primaryStandsForSecondary),
            reportsAbsentAlways: settings.isOn(.reportAbsentAlways), reportsNobody: settings.isOn(.reportNobody))
    }
}

extension SignaturePolicy {
    init(_ settings: PlatformSettings) {
        self.init()
        let window = settings.integer(.clockWindowSeconds)
        allowedSkewMilliseconds = window == 0 ? nil : Int64(window) * 1_000
        status = settings.integer(.badSignatureStatus)
        ownerStatus = settings.integer(.foreignKeyStatus)
        emptyBody =
            switch settings.text(.emptyBodySignedAs) {
            case "braces": .braces
            case "nothing": .empty
            default: .either
            }
    }
}

extension CheckSettings {
    /// The checks that settings describe.
    public init(_ settings: PlatformSettings, isCaseStrict: Bool) {
        self.init()
        self.isCaseStrict = isCaseStrict
        periodNaming =
            switch settings.text(.periodTime) {
            case "end": .end
            case "start": .start
            default: .either
            }
    }
}

extension FaultRule {
    /// What the settings break for good: the order of deliveries, where they say so.
    static func standing(_ settings: PlatformSettings) -> [FaultRule] {
        guard settings.text(.order) == "shuffled" else { return [] }
        return [FaultRule(name: "the setting order", direction: .delivery, effect: .shuffle)]
    }
}
