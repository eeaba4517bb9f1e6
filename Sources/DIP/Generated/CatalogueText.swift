// Made by scripts/dip/make-catalogue; not to be edited by hand.

extension Catalogue {
    /// Facts of version 2.1.0, one a line; the notation is told in scripts/dip/make-catalogue.
    static let text = #"""
        version 2.1.0
        type DI-991-Environment-Tag string 3..10 {PRD SITB SIT UIT DEV}
        type DI-977-SubText string 1..500 ?
        type DI-995-Sender-Unique-Reference string 1..200 /^S-((IF|REP)-)?\d{3,4}-[0-9a-fA-F]{10}-[A-Z]{3,5}-\d{8}-[a-\#
        zA-Z0-9]+$/
        type DI-998-Sender-Timestamp string 25..25
        type DI-997-Participant-Sender-DIPID string 10..10
        type DI-984-Sender-Role-ID string 3..5
        type DI-985-Sender-Correlation-ID string 1..60 ?
        type DI-996-DIP-Connection-Provider-DIPID string 10..10 ?
        block S1
         environmentTag! DI-991-Environment-Tag
         subText! DI-977-SubText
         senderUniqueReference! DI-995-Sender-Unique-Reference
         senderTimestamp! DI-998-Sender-Timestamp
         senderDIPID! DI-997-Participant-Sender-DIPID
         senderRoleID! DI-984-Sender-Role-ID
         senderCorrelationID! DI-985-Sender-Correlation-ID
         DIPConnectionProviderID! DI-996-DIP-Connection-Provider-DIPID
        type DT-006N-DIPParticipantID string 10..10 ?
        block A0
         primaryRecipients! [DT-006N-DIPParticipantID]
         secondaryRecipients! [DT-006N-DIPParticipantID]
         always! [DT-006N-DIPParticipantID]
        type DT-014-DIPTransactionID string ..65
        type DT-003-DateTime string 25..25
        type DI-986-Publication-ID string 7..8
        type DT-011N-CorrelationID string 1..60 ?
        type DI-988-Replay-Indicator boolean
        type DI-978-Service-Ticket-URL string 1..250 ?
        block D0
         transactionID! DT-014-DIPTransactionID
         transactionTimestamp! DT-003-DateTime
         publicationID! DI-986-Publication-ID
         initialCorrelationID! DT-011N-CorrelationID
         replayIndicator! DI-988-Replay-Indicator
         serviceTicketURL! DI-978-Service-Ticket-URL
        type DI-063-MPAN-Core string 13..13 /^\d{13}?$/
        type DI-108-Distributor-DIP-ID string 10..10
        type DI-037-GSP-Group-ID string 2..2 {_A _B _C _D _E _F _G _H _J _K _L _M _N _P}
        block M0
         MPANCore! DI-063-MPAN-Core
         distributorDIPID! DI-108-Distributor-DIP-ID
         GSPGroupID! DI-037-GSP-Group-ID
        type DI-849-CSS-Registration-ID string ..36
        block B013 open
         CSSRegistrationID! DI-849-CSS-Registration-ID
        type DI-803-Incoming-Supplier-DIP-ID string 10..10
        type DI-200-Incoming-Supplier-MPID string 4..4 /^[A-Z]{4}$/
        type DI-086-Supplier-Effective-From-Date string 25..25
        block B002
         incomingSupplierDIPID! DI-803-Incoming-Supplier-DIP-ID
         incomingSupplierMPID! DI-200-Incoming-Supplier-MPID
         supplierEffectiveFromDate! DI-086-Supplier-Effective-From-Date
        type DI-030-Domestic-Premise-Indicator boolean
        type DI-032-Domestic-Premise-Indicator-Effective-From-Date string 25..25
        block B004
         domesticPremiseIndicator! DI-030-Domestic-Premise-Indicator
         domesticPremiseIndicatorEffectiveFromDate! DI-032-Domestic-Premise-Indicator-Effective-From-Date
        type DI-021-Customer-Direct-Contract-Metering-Service boolean
        type DI-140-Customer-Direct-Contract-Metering-Service-DIP-ID string 10..10 ?
        type DI-022-Customer-Direct-Contract-Data-Service boolean
        type DI-138-Customer-Direct-Contract-Data-Service-DIP-ID string 10..10 ?
        block B006
         customerDirectContractMeteringService! DI-021-Customer-Direct-Contract-Metering-Service
         customerDirectContractMeteringServiceDIPID! DI-140-Customer-Direct-Contract-Metering-Service-DIP-ID
         customerDirectContractDataService! DI-022-Customer-Direct-Contract-Data-Service
         customerDirectContractDataServiceDIPID! DI-138-Customer-Direct-Contract-Data-Service-DIP-ID
        type DI-010-Metering-Point-Postcode string 1..10 ?
        type DI-001-Address-Line-1 string 0..40 ?
        type DI-002-Address-Line-2 string 0..40 ?
        type DI-003-Address-Line-3 string 0..40 ?
        type DI-004-Address-Line-4 string 0..40 ?
        type DI-005-Address-Line-5 string 0..40 ?
        type DI-006-Address-Line-6 string 0..40 ?
        type DI-007-Address-Line-7 string 0..40 ?
        type DI-008-Address-Line-8 string 0..40 ?
        type DI-009-Address-Line-9 string 0..40 ?
        block B022
         meteringPointPostcode! DI-010-Metering-Point-Postcode
         addressLine1! DI-001-Address-Line-1
         addressLine2! DI-002-Address-Line-2
         addressLine3! DI-003-Address-Line-3
         addressLine4! DI-004-Address-Line-4
         addressLine5! DI-005-Address-Line-5
         addressLine6! DI-006-Address-Line-6
         addressLine7! DI-007-Address-Line-7
         addressLine8! DI-008-Address-Line-8
         addressLine9! DI-009-Address-Line-9
        type DI-015-Connection-Type-Indicator string 1..1 {W L H E U}
        type DI-016-Connection-Type-Indicator-Effective-From-Date string 25..25
        type DI-035-Energy-Direction string 1..1 {I E}
        type DI-127-Metered-Indicator boolean
        block B023
         connectionTypeIndicator! DI-015-Connection-Type-Indicator
         connectionTypeEffectiveFromDate! DI-016-Connection-Type-Indicator-Effective-From-Date
         energyDirection! DI-035-Energy-Direction
         meteredIndicator! DI-127-Metered-Indicator
        type DI-128-DUOS-Tariff-ID string 1..3
        type DI-129-DUOS-Tariff-ID-Effective-From-Date string 25..25
        block B024
         DUOSTariffID! DI-128-DUOS-Tariff-ID
         DUOSTariffIDEffectiveFromDate! DI-129-DUOS-Tariff-ID-Effective-From-Date
        type DI-033-Energisation-Status string 1..1 {D E U}
        type DI-034-Energisation-Status-Effective-From-Date string 25..25
        block B025 open
         energisationStatus! DI-033-Energisation-Status
         energisationStatusEffectiveFromDate! DI-034-Energisation-Status-Effective-From-Date
        type DI-050-Market-Segment-Indicator string 1..1 {U S A}
        type DI-051-Market-Segment-Indicator-Effective-From-Date string 25..25
        block B026
         marketSegmentIndicator! DI-050-Market-Segment-Indicator
         marketSegmentIndicatorEffectiveFromDate! DI-051-Market-Segment-Indicator-Effective-From-Date
        type DI-148-Annual-Consumption string /^-?\d{1,9}\.\d{3}$/
        type DI-149-Annual-Consumption-Effective-From-Date string 25..25
        type DI-150-Annual-Consumption-Quality-Indicator string 1..1 {A 1 2 3 4 5 D}
        block B027
         annualConsumption! DI-148-Annual-Consumption
         annualConsumptionEffectiveFromDate! DI-149-Annual-Consumption-Effective-From-Date
         annualConsumptionQualityIndicator! DI-150-Annual-Consumption-Quality-Indicator
        type DI-025-DCC-Service-Flag string ..1 {A I N}
        type DI-026-DCC-Effective-From-Date string 25..25
        block B029
         DCCServiceFlag! DI-025-DCC-Service-Flag
         DCCEffectiveFromDate! DI-026-DCC-Effective-From-Date
        type DI-137-IHD-Install-Status string 1..1 {I D E F null} ?
        type DI-136-IHD-Effective-From-Date string 25..25
        block B030
         IHDInstallStatus! DI-137-IHD-Install-Status
         IHDEffectiveFromDate! DI-136-IHD-Effective-From-Date
        type DI-134-SMSO string 1..4 ?
        type DI-135-SMSO-Effective-From-Date string 25..25
        block B031
         SMSOID! DI-134-SMSO
         SMSOEffectiveFromDate! DI-135-SMSO-Effective-From-Date
        type DI-122-Profile-Class string 1..2 /^\d{1,2}$/ ?
        type DI-124-Profile-Class-Effective-From-Date string 25..25 ?
        type DI-123-SSC string 4..4 /^\d{4,4}$/ ?
        type DI-125-SSC-Effective-From-Date string 25..25 ?
        block B032
         profileClass! DI-122-Profile-Class
         profileClassEffectiveFromDate! DI-124-Profile-Class-Effective-From-Date
         SSC! DI-123-SSC
         SSCEffectiveFromDate! DI-125-SSC-Effective-From-Date
        type DI-038-Linked-ImportExport-MPAN string 13..13 /^\d{13}?$/
        type DI-151-Linked-MPAN-Energy-Direction string 1..1 {I E}
        type DI-801-ImportExport-MPAN-Supplier-DIP-ID string 10..10 ?
        type DI-212-ImportExport-MPAN-Supplier-MPID string 4..4 /^[A-Z]{4}$/ ?
        block B035
         linkedImportExportMPAN! DI-038-Linked-ImportExport-MPAN
         linkedMPANEnergyDirection! DI-151-Linked-MPAN-Energy-Direction
         importExportMPANSupplierDIPID! DI-801-ImportExport-MPAN-Supplier-DIP-ID
         importExportMPANSupplierMPID! DI-212-ImportExport-MPAN-Supplier-MPID
        type DI-075-Primary-MPAN string 13..13 /^\d{13}?$/ ?
        type DI-079-Secondary-MPAN string 13..13 /^\d{13}?$/ ?
        block B037
         primaryMPAN! DI-075-Primary-MPAN
         secondaryMPAN! DI-079-Secondary-MPAN
        event IF-001 IF-001-InitialRegistration 011 [InitialRegistration] open
         common S0! S1! A0 D0 M0!
         custom! B013! B002! B004! B006 B022! B023! B024! B025! B026! B027 B029 B030 B031 B032 B035List:+B035 B037List\#
        :+B037
        type DI-805-Outgoing-Supplier-DIP-ID string 10..10
        type DI-201-Outgoing-Supplier-MPID string 4..4 /^[A-Z]{4}$/
        type DI-121-Supplier-Effective-To-Date string 25..25
        block B003
         outgoingSupplierDIPID! DI-805-Outgoing-Supplier-DIP-ID
         outgoingSupplierMPID! DI-201-Outgoing-Supplier-MPID
         supplierEffectiveToDate! DI-121-Supplier-Effective-To-Date
        type DI-809-Current-Metering-Service-DIP-ID string 10..10 ?
        type DI-207-Current-Metering-Service-MPID string 4..4 /^[A-Z]{4}$/ ?
        type DI-811-Current-Data-Service-DIP-ID string 10..10 ?
        type DI-208-Current-Data-Service-MPID string 4..4 /^[A-Z]{4}$/ ?
        block B005
         currentMeteringServiceDIPID! DI-809-Current-Metering-Service-DIP-ID
         currentMeteringServiceMPID! DI-207-Current-Metering-Service-MPID
         currentDataServiceDIPID! DI-811-Current-Data-Service-DIP-ID
         currentDataServiceMPID! DI-208-Current-Data-Service-MPID
        event IF-001 IF-001-ChangeOfSupplier 011 [ChangeOfSupplier] open
         common S0! S1! A0 D0 M0!
         custom! B013! B002! B003! B004! B005 B006 B022! B023! B024! B025! B026! B027 B029 B030 B031 B032 B035List:+B0\#
        35 B037List:+B037
        type DI-056-Meter-ID string ..10
        type DI-059-Meter-Type string ..5 {CHECK H K LAG_ LEAD_ MAIN_ N NCAMR NSS RCAMR RCAMY S S1 S2A S2AD S2ADE S2B \#
        S2BD S2BDE S2C S2CD S2CDE SPECL T 2ADF 2ADEF 2AEF 2AF 2BF 2BDF 2BDEF 2BEF 2CDEF 2CF 2CDF 2CEF}
        type DI-048-Manufacturers-Make-And-Type string 1..60 ?
        type DI-085-ESME-GUID string 1..23 ?
        type DI-090-Meter-Location string ..1 {A B C D E F G H I J K L M N O P R S T U V W X Y Z}
        type DI-091-Number-Of-Displayed-Register-Digits integer 0..9 ?
        type DI-057-Meter-Installation-Date string 25..25
        block B074
         meterID! DI-056-Meter-ID
         meterType! DI-059-Meter-Type
         manufacturersMakeAndType! DI-048-Manufacturers-Make-And-Type
         ESMEGUID! DI-085-ESME-GUID
         meterLocation! DI-090-Meter-Location
         numberOfDisplayedRegisterDigits! DI-091-Number-Of-Displayed-Register-Digits
         meterInstallationDate! DI-057-Meter-Installation-Date
        type DI-055-Meter-Asset-Provider-ID string 4..4
        type DI-054-Meter-Asset-Provider-Effective-From-Date string 25..25
        block B075
         meterAssetProviderID! DI-055-Meter-Asset-Provider-ID
         meterAssetProviderEffectiveFromDate! DI-054-Meter-Asset-Provider-Effective-From-Date
        block B905
         existingMeter B074
         existingMAP B075
        block B036
         meterID! DI-056-Meter-ID
         meterType! DI-059-Meter-Type
         manufacturersMakeAndType! DI-048-Manufacturers-Make-And-Type
         ESMEGUID! DI-085-ESME-GUID
         meterLocation! DI-090-Meter-Location
         numberOfDisplayedRegisterDigits! DI-091-Number-Of-Displayed-Register-Digits
         meterInstallationDate! DI-057-Meter-Installation-Date
        block B910
         existingMeter! B036
         historyMAP [B075 1..]
        block B907
         existingMeter! B035
         historyMAP [B910 1..]
        block B038
         meterID! DI-056-Meter-ID
         meterType! DI-059-Meter-Type
         manufacturersMakeAndType! DI-048-Manufacturers-Make-And-Type
         ESMEGUID! DI-085-ESME-GUID
         meterLocation! DI-090-Meter-Location
         numberOfDisplayedRegisterDigits! DI-091-Number-Of-Displayed-Register-Digits
         meterInstallationDate! DI-057-Meter-Installation-Date
        block B911
         existingMeter! B038
         historyMAP [B075 1..]
        block B908 open
         existingMeter! B037
         historyMAP [B911 1..]
        event IF-002 IF-002-Payload 011 [GainMPANInfo]
         common S0! S1! A0 D0 M0!
         custom! B013! B005 B006 B022! B023! B024! B025! B026! B027 B029 B030 B031 B032 B905List:+B905 B907List:+B907 \#
        B908List:+B908
        type DI-813-De-Appointed-Metering-Service-DIP-ID string 10..10
        type DI-202-De-Appointed-Metering-Service-MPID string 4..4 /^[A-Z]{4}$/
        type DI-061-Metering-Service-Effective-From-Date string 25..25
        type DI-815-Metering-Service-Effective-To-Date string 25..25
        type DI-819-De-Appointment-Reason-Code string ..10 {CSUPP CSERV DEREG CSEGM CCONN IMPEXP RELATED}
        block B008
         deAppointedMeteringServiceDIPID! DI-813-De-Appointed-Metering-Service-DIP-ID
         deAppointedMeteringServiceMPID! DI-202-De-Appointed-Metering-Service-MPID
         meteringServiceEffectiveFromDate! DI-061-Metering-Service-Effective-From-Date
         meteringServiceEffectiveToDate! DI-815-Metering-Service-Effective-To-Date
         deAppointmentReasonCode! DI-819-De-Appointment-Reason-Code
        type DI-501-Reverse-Migration-Incoming-MOP-MPID string 4..4 /^[A-Z]{4}$/
        type DI-502-Reverse-Migration-Incoming-MOP-Effective-From-Date string 25..25
        block B095
         ReverseMigrationIncomingMOPMPID! DI-501-Reverse-Migration-Incoming-MOP-MPID
         ReverseMigrationIncomingMOPEffectiveFromDate! DI-502-Reverse-Migration-Incoming-MOP-Effective-From-Date
        event IF-003 IF-003-MSDeAppRM 011 [MSDeAppRM] open
         common S0! S1! A0 D0 M0!
         custom! B013! B008! B002! B095
        type DI-816-De-Appointed-Data-Service-DIP-ID string 10..10
        type DI-203-De-Appointed-Data-Service-MPID string 4..4 /^[A-Z]{4}$/
        type DI-023-Data-Service-Effective-From-Date string 25..25
        type DI-818-Data-Service-Effective-To-Date string 25..25
        block B009
         deAppointedDataServiceDIPID! DI-816-De-Appointed-Data-Service-DIP-ID
         deAppointedDataServiceMPID! DI-203-De-Appointed-Data-Service-MPID
         dataServiceEffectiveFromDate! DI-023-Data-Service-Effective-From-Date
         dataServiceEffectiveToDate! DI-818-Data-Service-Effective-To-Date
         deAppointmentReasonCode! DI-819-De-Appointment-Reason-Code
        type DI-503-Reverse-Migration-Incoming-DC-MPID string 4..4 /^[A-Z]{4}$/
        type DI-504-Reverse-Migration-Incoming-DC-Effective-From-Date string 25..25
        block B096
         ReverseMigrationIncomingDCMPID! DI-503-Reverse-Migration-Incoming-DC-MPID
         ReverseMigrationIncomingDCEffectiveFromDate! DI-504-Reverse-Migration-Incoming-DC-Effective-From-Date
        event IF-003 IF-003-DSDeAppRM 011 [DSDeAppRM] open
         common S0! S1! A0 D0 M0!
         custom! B013! B009! B002! B096
        type DI-500-MHHS-Regime-End-Date string 25..25
        block B094
         MHHSRegimeEndDate! DI-500-MHHS-Regime-End-Date
        event IF-003 IF-003-ReverseMigNotification 011 [ReverseMigNotification] open
         common S0! S1! A0 D0 M0!
         custom! B013! B094! B002!
        type DI-195-Comms-Hub-Activity string ..1 {1 2 3 4 5}
        type DI-190-Comms-Hub-Serial-Number string ..50
        type DI-191-Comms-Hub-GUID string 23..23
        type DI-192-GPF-Gas-GUID string 23..23 ?
        type DI-193-Comms-Hub-Installation-Date string 25..25 ?
        type DI-194-Comms-Hub-FW-Version string 1..50 ?
        block B093
         commsHubActivity! DI-195-Comms-Hub-Activity
         commsHubSerialNumber! DI-190-Comms-Hub-Serial-Number
         commsHubGUID! DI-191-Comms-Hub-GUID
         GPFGasGUID! DI-192-GPF-Gas-GUID
         commsHubInstallationDate! DI-193-Comms-Hub-Installation-Date
         commsHubFWVersion! DI-194-Comms-Hub-FW-Version
        event IF-004 IF-004-Payload 011 [CommsHubInfo] open
         common S0! S1! A0 D0 M0!
         custom! B093!
        type DI-060-Modified-Meter-ID string 1..10 ?
        block B033
         meterID! DI-056-Meter-ID
         modifiedMeterID! DI-060-Modified-Meter-ID
         meterType! DI-059-Meter-Type
         manufacturersMakeAndType! DI-048-Manufacturers-Make-And-Type
         ESMEGUID! DI-085-ESME-GUID
         meterLocation! DI-090-Meter-Location
         numberOfDisplayedRegisterDigits! DI-091-Number-Of-Displayed-Register-Digits
         meterInstallationDate! DI-057-Meter-Installation-Date
        block B034
         meterAssetProviderID! DI-055-Meter-Asset-Provider-ID
         meterAssetProviderEffectiveFromDate! DI-054-Meter-Asset-Provider-Effective-From-Date
        block B906
         existingMeter! B033
         historyMAP! [B034 1..]
        event IF-005 IF-005-MeterInstall 011 [MeterInstall] open
         common S0! S1! A0 D0 M0!
         custom! B906! B030
        type DI-053-Meter-ID-Removed string ..10
        type DI-058-Meter-Removal-Date string 25..25 ?
        block B039
         meterIDRemoved! DI-053-Meter-ID-Removed
         meterRemovalDate! DI-058-Meter-Removal-Date
        event IF-005 IF-005-MeterRemoval 011 [MeterRemoval] open
         common S0! S1! A0 D0 M0!
         custom! B039!
        event IF-005 IF-005-MeterExchange 011 [MeterExchange] open
         common S0! S1! A0 D0 M0!
         custom! B906! B039! B030
        block B906a
         existingMeter! B033
         historyMAP [B034 1..]
        event IF-005 IF-005-MeterUpdate 011 [MeterUpdate] open
         common S0! S1! A0 D0 M0!
         custom! B906!:B906a B039 B030
        event IF-005 IF-005-MeterHistoryUpdate 011 [MeterHistoryUpdate] open
         common S0! S1! A0 D0 M0!
         custom! B906!:B906a B039
        type DI-979-Response-Code string 1..1 {A R L W x}
        type DI-980-Status-Error-Messages string 1..200 ?
        block R0
         responseCode! DI-979-Response-Code
         responseMessages! [DI-980-Status-Error-Messages]
        event IF-006 IF-006-MeterInstall 011 [MeterInstall] open
         common S0! S1! A0 D0 M0! R0!
         custom! B906! B030 B905List:+B905
        event IF-006 IF-006-MeterRemoval 011 [MeterRemoval] open
         common S0! S1! A0 D0 M0! R0!
         custom! B039! B905List:+B905
        event IF-006 IF-006-MeterExchange 011 [MeterExchange] open
         common S0! S1! A0 D0 M0! R0!
         custom! B906! B039! B030 B905List:+B905
        event IF-006 IF-006-MeterUpdate 011 [MeterUpdate] open
         common S0! S1! A0 D0 M0! R0!
         custom! B906!:B906a B030 B039 B905List:+B905
        event IF-006 IF-006-MeterHistoryUpdate 011 [MeterHistoryUpdate] open
         common S0! S1! A0 D0 M0! R0!
         custom! B906!:B906a B039 B905List:+B905
        event IF-007 IF-007-EnergisationStatusChange 011 [EnergisationStatusChange]
         common open S0! S1! A0 D0 M0!
         custom! B025!
        type DI-097-Failure-Energise-De-Energise-Reason-Code string 2..2 {01 02 03 05 07 08 09 10 11 12 13 14 15 16 17\#
         18 19}
        type DI-096-Site-Visit-Check-Code string 2..2 {01 02 03 04 05 06 07 08 09 10 11 13 14 15 16 17 18 19 20 21 22 \#
        23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 50 51 52 53 54 55 56 57 58 88 89 null} ?
        type DI-092-Nature-of-Maintenance-Energisation-Status string 1..200 ?
        type DI-093-Additional-Information-SiteVisit string 1..2000 ?
        block B040
         failureEnergiseDeEnergiseReasonCode! DI-097-Failure-Energise-De-Energise-Reason-Code
         siteVisitCheckCode! DI-096-Site-Visit-Check-Code
         natureofMaintenanceEnergisationStatus! DI-092-Nature-of-Maintenance-Energisation-Status
         additionalInformationSiteVisit! DI-093-Additional-Information-SiteVisit
        event IF-007 IF-007-EnergisationStatusFailure 011 [EnergisationStatusFailure]
         common open S0! S1! A0 D0 M0!
         custom! B040!
        event IF-008 IF-008-Payload 011 [EnergisationStatusChange] open
         common S0! S1! A0 D0 M0! R0!
         custom! B025!
        type DI-027-Disconnection-Effective-From-Date string 25..25
        type DI-120-Additional-Information string 1..2000 ?
        block B041
         disconnectionEffectiveFromDate! DI-027-Disconnection-Effective-From-Date
         additionalInformation! DI-120-Additional-Information
        event IF-009 IF-009-MPANDisconnection 011 [MPANDisconnection]
         common S0! S1! A0 D0 M0!
         custom! B041!
        type DI-028-Reconnection-Effective-From-Date string 25..25
        block B098
         reconnectionEffectiveFromDate! DI-028-Reconnection-Effective-From-Date
        event IF-009 IF-009-MPANReconnection 011 [MPANReconnection]
         common S0! S1! A0 D0 M0!
         custom! B098!
        type DI-077-CSS-RMP-DeActivation-Date string 25..25
        block B042
         CSSMPANDeRegistrationDate! DI-077-CSS-RMP-DeActivation-Date
        event IF-009 IF-009-CSSDeRegistration 011 [CSSDeRegistration]
         common S0! S1! A0 D0 M0!
         custom! B042!
        type DI-155-Settlement-Impacted-Data-Service-DIP-ID string 10..10
        type DI-157-Settlement-Impacted-Supplier-DIP-ID string 10..10
        block B043
         settlementImpactedDataServiceDIPID! DI-155-Settlement-Impacted-Data-Service-DIP-ID
         settlementImpactedSupplierDIPID! DI-157-Settlement-Impacted-Supplier-DIP-ID
        type DI-159-Settlement-Run-Execution-Date string 25..25
        type DI-160-Settlement-Code string ..2 {SF R1 R2 R3 RF DR DF II}
        type DI-161-Run-Number number ..9999999
        block B049
         settlementRunExecutionDate! DI-159-Settlement-Run-Execution-Date
         settlementCode! DI-160-Settlement-Code
         runNumber! DI-161-Run-Number
        block B067
         connectionTypeIndicator! DI-015-Connection-Type-Indicator
         connectionTypeEffectiveFromDate! DI-016-Connection-Type-Indicator-Effective-From-Date
        type DI-052-Measurement-Quantity-ID string 2..2 {AI AE RI RE}
        type DI-300-Consumption-Component-Class-ID integer 100..999
        type DI-080-Consumption-Component-Indicator string ..1 {C L}
        block B050
         measurementQuantityID! DI-052-Measurement-Quantity-ID
         marketSegmentIndicator! DI-050-Market-Segment-Indicator
         domesticPremiseIndicator! DI-030-Domestic-Premise-Indicator
         consumptionComponentClassID! DI-300-Consumption-Component-Class-ID
         consumptionComponentIndicator! DI-080-Consumption-Component-Indicator
        type DI-101-Settlement-Day-Date string 25..25
        type DI-081-Settlement-Period-Duration integer 30..30 *15
        block B046
         settlementDayDate! DI-101-Settlement-Day-Date
         periodDuration! DI-081-Settlement-Period-Duration
        type DI-082-Settlement-Period-Effective-To-DateTime string 25..25
        type DI-153-Defaulted-SP-Consumption string /^-?\d{1,9}\.\d{3}$/
        type DI-154-Default-Load-Shape-Flag string ..1 {A D E B}
        block B048
         settlementPeriodEffectiveToDateTime! DI-082-Settlement-Period-Effective-To-DateTime
         defaultedSPConsumption! DI-153-Defaulted-SP-Consumption
         defaultLoadShapeFlag! DI-154-Default-Load-Shape-Flag
        block B922
         settlementDay! B046
         defaultedConsumptionPeriods! [B048 1..]
        block B920
         MQID! B050
         settlementDayConsumptionPeriods! [B922 1..]
        event IF-013 IF-013-Payload 011 [ActivePowerDefaulted]
         common S0! S1! A0 D0 M0!
         custom! B043! B049! B067! B920List!:+B920
        type DI-845-Issuing-Data-Service-DIP-ID string 10..10
        block B044
         issuingDataServiceDIPID! DI-845-Issuing-Data-Service-DIP-ID
        block B045
         measurementQuantityID! DI-052-Measurement-Quantity-ID
        type DI-147-Period-Consumption-Value string /^-?\d{1,9}\.\d{3}$/
        type DI-083-Settlement-Period-Quality-Indicator string 1..5 {A E E0 E1 E2 E3 E4 E5 E6 E7 E8 E9 ZE ZE1 ZE2 ZE3 \#
        A1 A2 A3 AAE1 AAE2 AAE3 EAE1 EAE2 EAE3 EA1 EA2 EA3 EA4 EA5 EA6 EA7 EA8 EA9 EA10 EA11 EA12 EA13}
        type DI-076-Estimation-Reason-Code string 1..2 {1 2 3 4 5 6 7 8 9 10 null} ?
        type DI-166-Supplier-Consumption-Amendment-Reason-Code string 1..1 {A E M R S T X null} ?
        block B047
         sp! DI-082-Settlement-Period-Effective-To-DateTime
         v! DI-147-Period-Consumption-Value
         q! DI-083-Settlement-Period-Quality-Indicator
         e! DI-076-Estimation-Reason-Code
         arc! DI-166-Supplier-Consumption-Amendment-Reason-Code
        block B901
         settlementDay! B046
         consumptionPeriods! [B047 1..48]
        block B900
         MQID! B045
         settlementDayConsumptionPeriods! [B901 1..200]
        event IF-014 IF-014-Payload 011 [ActivePowerRejected],[ConsumptionOnDeEnergisedMPAN]
         common S0! S1! A0 D0 M0! R0!
         custom! B044! B067! B900!
        event IF-015 IF-015-Payload 011 [ConsumptionReplay]
         common S0! S1! A0 D0 M0!
        event IF-016 IF-016-ActivePower 011 [ActivePower]
         common S0! S1! S2!:S1 A0 D0 M0! R1!:R0
         custom! B044! B067! B900!
        event IF-016 IF-016-ReactivePower 011 [ReactivePower]
         common S0! S1! S2!:S1 A0 D0 M0! R1!:R0
         custom! B044! B067! B900!
        event IF-016 IF-016-ActivePowerRejected 011 [ActivePowerRejected]
         common S0! S1! S2!:S1 A0 D0 M0! R0! R1!:R0
         custom! B044! B067! B900!
        event IF-016 IF-016-ActivePowerDefaulted 011 [ActivePowerDefaulted]
         common S0! S1! S2!:S1 A0 D0 M0! R1!:R0
         custom! B043! B049! B067! B920List!:+B920
        event IF-016 IF-016-ConsumptionRequestRejected 011 [ConsumptionRequestRejected]
         common S0! S1! A0 D0 M0! R1!:R0
        type DI-036-GSP-Group-Effective-From-Date string 25..25
        block B001
         GSPGroupEffectiveFromDate! DI-036-GSP-Group-Effective-From-Date
        event IF-018 IF-018-AddressChg 011 [AddressChg] open
         common S0! S1! A0 D0 M0!
         custom! B013 B001! B022!
        event IF-018 IF-018-GSPChg 011 [GSPChg] open
         common S0! S1! A0 D0 M0!
         custom! B013 B001! B022!
        block B028
         domesticPremiseIndicator! DI-030-Domestic-Premise-Indicator
         domesticPremiseIndicatorEffectiveFromDate! DI-032-Domestic-Premise-Indicator-Effective-From-Date
        event IF-018 IF-018-DomPremInd 011 [DomPremInd] open
         common S0! S1! A0 D0 M0!
         custom! B013 B028!
        event IF-018 IF-018-DUOSTariffIDChg 011 [DUOSTariffIDChg] open
         common S0! S1! A0 D0 M0!
         custom! B013 B024!
        event IF-018 IF-018-EnergyDirection 011 [EnergyDirection] open
         common S0! S1! A0 D0 M0!
         custom! B013 B023!
        event IF-018 IF-018-DCCEnrolment 011 [DCCEnrolment] open
         common S0! S1! A0 D0 M0!
         custom! B013 B029!
        event IF-018 IF-018-MUMIndicator 011 [MUMIndicator] open
         common S0! S1! A0 D0 M0!
         custom! B013 B023!
        type DI-073-Principal-MPAN string 13..13 /^\d{13}?$/
        block M1
         principalMPAN! DI-073-Principal-MPAN
         distributorDIPID! DI-108-Distributor-DIP-ID
         GSPGroupID! DI-037-GSP-Group-ID
        type DI-074-Subsidiary-MPAN string 13..13 /^\d{13}?$/
        block B090
         subsidiaryMPAN! DI-074-Subsidiary-MPAN
        block B091 open
         additionalInformation! DI-120-Additional-Information
        event IF-019 IF-019-Payload 011 [LinkedImportExportCreate],[LinkedImportExportAdd],[LinkedImportExportRemove],\#
        [RelatedCreate],[RelatedAdd],[RelatedRemove]
         common S0! S1! A0 D0 M1!
         custom! B090List!:+B090 B091
        event IF-020 IF-020-LinkedImportExportCreate 011 [LinkedImportExportCreate]
         common S0! S1! A0 D0 M1! R0!
         custom! B090List!:+B090 B091 B907List:+B907
        event IF-020 IF-020-LinkedImportExportAdd 011 [LinkedImportExportAdd]
         common S0! S1! A0 D0 M1! R0!
         custom! B090List!:+B090 B091 B907List:+B907
        event IF-020 IF-020-LinkedImportExportRemove 011 [LinkedImportExportRemove]
         common S0! S1! A0 D0 M1! R0!
         custom! B090List!:+B090 B091 B907List:+B907
        event IF-020 IF-020-RelatedCreate 011 [RelatedCreate],[RelatedAdd],[RelatedRemove]
         common S0! S1! A0 D0 M1! R0!
         custom! B090List!:+B090 B091
        event IF-020 IF-020-RelatedAdd 011 [RelatedAdd]
         common S0! S1! A0 D0 M1! R0!
         custom! B090List!:+B090 B091
        event IF-020 IF-020-RelatedRemove 011 [RelatedRemove]
         common S0! S1! A0 D0 M1! R0!
         custom! B090List!:+B090 B091
        event IF-021 IF-021-Payload 011 [ActivePower],[ReactivePower]
         common S0! S1! A0 D0 M0!
         custom! B044! B067! B900!
        type DI-039-Load-Shape-GSP-Group-ID string 2..2 {_A _B _C _D _E _F _G _H _J _K _L _M _N _P null} ?
        type DI-031-Load-Shape-Domestic-Premise-Indicator string 1..1 {T F} ?
        block B051
         loadShapeGSPGroupID! DI-039-Load-Shape-GSP-Group-ID
         connectionTypeIndicator! DI-015-Connection-Type-Indicator
         marketSegmentIndicator! DI-050-Market-Segment-Indicator
         loadShapeDomesticPremiseIndicator! DI-031-Load-Shape-Domestic-Premise-Indicator
         measurementQuantityID! DI-052-Measurement-Quantity-ID
        type DI-102-Load-Shape-Period-Value string /^-?\d{1,9}\.\d{3}$/
        block B052
         sp! DI-082-Settlement-Period-Effective-To-DateTime
         loadShapePeriodValue! DI-102-Load-Shape-Period-Value
         defaultLoadShapeFlag! DI-154-Default-Load-Shape-Flag
        block B904
         LSGroup B051
         LSGroupSettlementPeriods [B052 1..]
        block B903
         settlementDay B046
         LSGSettlementPeriods [B904 1..]
        event IF-022 IF-022-Payload 011 [LSSPeriodData]
         common S0! S1! A0 D0
         custom! B903List!:+B903
        type DI-040-Annual-Load-Shape-Total string /^-?\d{1,9}\.\d{3}$/
        block B054
         annualLoadShapeTotal! DI-040-Annual-Load-Shape-Total
        type DI-046-Load-Shape-Day-Total string /^-?\d{1,9}\.\d{3}$/
        type DI-045-Load-Shape-Day-Peak-Total string /^-?\d{1,9}\.\d{3}$/ ?
        type DI-044-Load-Shape-Day-Off-Peak-Total string /^-?\d{1,9}\.\d{3}$/ ?
        type DI-043-Load-Shape-7-Day-Rolling-Total string /^-?\d{1,9}\.\d{3}$/
        type DI-042-Load-Shape-7-Day-Rolling-Peak-Total string /^-?\d{1,9}\.\d{3}$/ ?
        type DI-041-Load-Shape-7-Day-Rolling-Off-Peak-Total string /^-?\d{1,9}\.\d{3}$/ ?
        block B053
         loadShapeDayTotal! DI-046-Load-Shape-Day-Total
         loadShapeDayPeakTotal! DI-045-Load-Shape-Day-Peak-Total
         loadShapeDayOffPeakTotal! DI-044-Load-Shape-Day-Off-Peak-Total
         loadShape7DayRollingTotal! DI-043-Load-Shape-7-Day-Rolling-Total
         loadShape7DayRollingPeakTotal! DI-042-Load-Shape-7-Day-Rolling-Peak-Total
         loadShape7DayRollingOffPeakTotal! DI-041-Load-Shape-7-Day-Rolling-Off-Peak-Total
        block B913
         LSGroup B051
         LSAnnualConsumption B054
         LSTTotals [B053 1..]
        block B912
         settlementDay B046
         LSGTotals [B913 1..]
        event IF-023 IF-023-Payload 011 [LSSTotalsData]
         common S0! S1! A0 D0
         custom! B912List!:+B912
        type DI-100-Supplier-Notification-Effective-From-Date string 25..25
        type DI-098-Supplier-Notification-Expiry-Date string 25..25 ?
        block B057
         supplierNotificationEffectiveFromDate! DI-100-Supplier-Notification-Effective-From-Date
         supplierNotificationExpiryDate! DI-098-Supplier-Notification-Expiry-Date
         additionalInformation! DI-120-Additional-Information
        event IF-024 IF-024-SN-Vacant 011 [SN-Vacant]
         common S0! S1! A0 D0 M0!
         custom! B057!
        event IF-024 IF-024-SN-NoComms 011 [SN-NoComms]
         common S0! S1! A0 D0 M0!
         custom! B057!
        block B069
         meterID! DI-056-Meter-ID
        event IF-024 IF-024-SN-RemoteEnabled 011 [SN-RemoteEnabled]
         common S0! S1! A0 D0 M0!
         custom! B057! B069!
        event IF-024 IF-024-SN-RemoteDisabled 011 [SN-RemoteDisabled]
         common S0! S1! A0 D0 M0!
         custom! B057! B069!
        type DI-152-Supplier-Nominated-Annual-Consumption string /^-?\d{1,9}\.\d{3}$/
        block B058
         supplierNominatedAnnualConsumption! DI-152-Supplier-Nominated-Annual-Consumption
        event IF-024 IF-024-SN-SupplierAC 011 [SN-SupplierAC]
         common S0! S1! A0 D0 M0!
         custom! B057! B058!
        type DI-510-Offpeak-Declaration-Date string 25..25
        type DI-511-Offpeak-Declaration-Proportion number 0..100
        block B097
         offPeakDeclarationDate! DI-510-Offpeak-Declaration-Date
         offPeakDeclarationProportion! DI-511-Offpeak-Declaration-Proportion
        event IF-024 IF-024-SN-OffPeakDec 011 [SN-OffPeakDec]
         common S0! S1! A0 D0 M0!
         custom! B097List!:+B097
        type DI-017-Consent-Granularity string {H D M N x}
        type DI-018-Consent-Granularity-Effective-From-Date string 25..25
        block B068
         consentGranularity! DI-017-Consent-Granularity
         consentGranularityEffectiveFromDate! DI-018-Consent-Granularity-Effective-From-Date
        event IF-025 IF-025-ConsentGranularity 011 [ConsentGranularity]
         common S0! S1! A0 D0 M0!
         custom! B013 B068!
        event IF-025 IF-025-IHDInfo 011 [IHDInfo]
         common S0! S1! A0 D0 M0!
         custom! B013 B030!
        event IF-025 IF-025-SMSO 011 [SMSO]
         common S0! S1! A0 D0 M0!
         custom! B013 B031!
        event IF-025 IF-025-SSCandProfileClass 011 [SSCandProfileClass]
         common S0! S1! A0 D0 M0!
         custom! B013 B032!
        event IF-026 IF-026-ConsentGranularity 011 [ConsentGranularity]
         common S0! S1! A0 D0 M0! R0!
         custom! B013 B068!
        event IF-026 IF-026-IHDInfo 011 [IHDInfo]
         common S0! S1! A0 D0 M0! R0!
         custom! B013 B030!
        event IF-026 IF-026-SMSO 011 [SMSO]
         common S0! S1! A0 D0 M0! R0!
         custom! B013 B031!
        event IF-026 IF-026-SSCandProfileClass 011 [SSCandProfileClass]
         common S0! S1! A0 D0 M0! R0!
         custom! B013 B032!
        type DI-162-Consumption-Amendment-Supplier-Reference string 1..50 ?
        type DI-163-Consumption-Amendment-Period-Start-Date string 25..25
        type DI-164-Consumption-Amendment-Period-End-Date string 25..25
        type DI-165-Gross-Revised-Consumption string /^-?\d{1,9}\.\d{3}$/
        block B073
         consumptionAmendmentSupplierReference! DI-162-Consumption-Amendment-Supplier-Reference
         consumptionAmendmentPeriodStartDate! DI-163-Consumption-Amendment-Period-Start-Date
         consumptionAmendmentPeriodEndDate! DI-164-Consumption-Amendment-Period-End-Date
         grossRevisedConsumption! DI-165-Gross-Revised-Consumption
         arc! DI-166-Supplier-Consumption-Amendment-Reason-Code
        block B902
         MQID! B045
         supplierConsumptionAmendmentRequests! [B073 1..]
        event IF-027 IF-027-Payload 011 [ConsumptionAmendment]
         common S0! S1! A0 D0 M0!
         custom! B902List!:+B902
        event IF-028 IF-028-Payload 011 [ConsumptionAmendment]
         common S0! S1! A0 D0 M0! R0!
         custom! B902List!:+B902
        type DI-828-Proposed-Metering-Service-DIP-ID string 10..10
        type DI-213-Proposed-Metering-Service-MPID string 4..4 /^[A-Z]{4}$/
        type DI-830-Proposed-Metering-Service-DIP-Effective-From-Date string 25..25
        type DI-019-Contract-Reference-Metering-Service string 1..50 ?
        type DI-800-Appointment-Scenario string ..3 {COS CSP USP SEG MCA MCS ALG}
        block B070
         proposedMeteringServiceDIPID! DI-828-Proposed-Metering-Service-DIP-ID
         proposedMeteringServiceMPID! DI-213-Proposed-Metering-Service-MPID
         proposedMeteringServiceDIPEffectiveFromDate! DI-830-Proposed-Metering-Service-DIP-Effective-From-Date
         contractReferenceMeteringService! DI-019-Contract-Reference-Metering-Service
         appointmentScenario! DI-800-Appointment-Scenario
        event IF-031 IF-031-MSApp 011 [MSApp]
         common S0! S1! A0 D0 M0!
         custom! B013 B070!
        type DI-831-Proposed-Data-Service-DIP-ID string 10..10
        type DI-214-Proposed-Data-Service-MPID string 4..4 /^[A-Z]{4}$/
        type DI-833-Proposed-Data-Service-DIP-Effective-From-Date string 25..25
        type DI-020-Contract-Reference-Data-Service string 1..50 ?
        type DI-834-Supplier-Nominated-MDR-DIP-ID string 10..10 ?
        type DI-215-Supplier-Nominated-MDR-MPID string 4..4 /^[A-Z]{4}$/ ?
        type DI-836-Supplier-Nominated-MDR-Effective-From-Date string 25..25 ?
        type DI-838-Supplier-Proposed-Consent-Granularity string ..1 {H D M N x}
        type DI-837-Supplier-Proposed-Domestic-Indicator boolean
        type DI-126-Traditional-Fall-Back-Read-Frequency string 1..1 {W F M Q S A x null} ?
        block B071
         proposedDataServiceDIPID! DI-831-Proposed-Data-Service-DIP-ID
         proposedDataServiceMPID! DI-214-Proposed-Data-Service-MPID
         proposedDataServiceDIPEffectiveFromDate! DI-833-Proposed-Data-Service-DIP-Effective-From-Date
         contractReferenceDataService! DI-020-Contract-Reference-Data-Service
         appointmentScenario! DI-800-Appointment-Scenario
         supplierNominatedMDRDIPID! DI-834-Supplier-Nominated-MDR-DIP-ID
         supplierNominatedMDRMPID! DI-215-Supplier-Nominated-MDR-MPID
         supplierNominatedMDREffectiveFromDate! DI-836-Supplier-Nominated-MDR-Effective-From-Date
         supplierProposedConsentGranularity! DI-838-Supplier-Proposed-Consent-Granularity
         supplierProposedDomesticIndicator! DI-837-Supplier-Proposed-Domestic-Indicator
         traditionalFallBackReadFrequency! DI-126-Traditional-Fall-Back-Read-Frequency
        event IF-031 IF-031-DSApp 011 [DSApp]
         common S0! S1! A0 D0 M0!
         custom! B013 B071!
        event IF-032 IF-032-MSAppInitialResp 011 [MSAppInitialResp]
         common S0! S1! A0 D0 M0! R0
         custom! B013 B070!
        event IF-032 IF-032-DSAppInitialResp 011 [DSAppInitialResp]
         common S0! S1! A0 D0 M0! R0
         custom! B013 B071!
        type DI-847-Service-Provider-Appointment-Requesting-Supplier-DIP-ID string 10..10
        type DI-206-Service-Provider-Appointment-Requesting-Supplier-MPID string 4..4 /^[A-Z]{4}$/
        block B012
         serviceProviderAppointmentRequestingSupplierDIPID! DI-847-Service-Provider-Appointment-Requesting-Supplier-DI\#
        P-ID
         serviceProviderAppointmentRequestingSupplierMPID! DI-206-Service-Provider-Appointment-Requesting-Supplier-MPI\#
        D
        type DI-807-Incumbent-Metering-Service-DIP-ID string 10..10
        type DI-217-Incumbent-Metering-Service-MPID string 4..4 /^[A-Z]{4}$/
        block B072
         incumbentMeteringServiceDIPID! DI-807-Incumbent-Metering-Service-DIP-ID
         incumbentMeteringServiceMPID! DI-217-Incumbent-Metering-Service-MPID
        event IF-033 IF-033-MSAppSPRequest 011 [MSAppSPRequest]
         common S0! S1! A0 D0 M0!
         custom! B012! B013 B070! B072 B022! B023! B024! B025! B026! B029 B031 B032 B905List:+B905 B907List:+B907 B908\#
        List:+B908
        event IF-033 IF-033-DSAppSPRequest 011 [DSAppSPRequest]
         common S0! S1! A0 D0 M0!
         custom! B012! B013 B071! B072 B022! B023! B024! B025! B026! B029 B031 B032 B905List:+B905 B907List:+B907 B908\#
        List:+B908
        type DI-143-Proposed-Appointment-Response-Code string 1..200 ?
        block B007
         responseCode! DI-979-Response-Code
         proposedAppointmentResponseCode! DI-143-Proposed-Appointment-Response-Code
        event IF-034 IF-034-MSAppSPResponse 011 [MSAppSPResponse]
         common S0! S1! A0 D0 M0!
         custom! B007! B012! B013 B070!
        type DI-839-SDS-Nominated-MDR-DIP-ID string 10..10
        type DI-216-SDS-Nominated-MDR-MPID string 4..4 /^[A-Z]{4}$/
        type DI-841-SDS-Nominated-MDR-Requested-Effective-From-Date string 25..25
        block B018
         SDSNominatedMDRDIPID! DI-839-SDS-Nominated-MDR-DIP-ID
         SDSNominatedMDRMPID! DI-216-SDS-Nominated-MDR-MPID
         SDSNominatedMDRRequestedEffectiveFromDate! DI-841-SDS-Nominated-MDR-Requested-Effective-From-Date
        event IF-034 IF-034-DSAppSPResponse 011 [DSAppSPResponse]
         common S0! S1! A0 D0 M0!
         custom! B007! B012! B013 B070 B071! B018
        event IF-034 IF-034-SDS-MDRUpdate 011 [SDS-MDRUpdate]
         common S0! S1! A0 D0 M0!
         custom! B012! B013 B018!
        event IF-035 IF-035-MSAppAccepted 011 [MSAppAccepted]
         common S0! S1! A0 D0 M0!
         custom! B007! B012! B013 B070!
        event IF-035 IF-035-MSAppRejected 011 [MSAppRejected]
         common S0! S1! A0 D0 M0!
         custom! B007! B012! B013 B070!
        event IF-035 IF-035-MSAppLapsed 011 [MSAppLapsed]
         common S0! S1! A0 D0 M0!
         custom! B007! B012! B013 B070!
        type DI-842-Assigned-MDR-DIP-ID string 10..10
        type DI-209-Assigned-MDR-MPID string 4..4 /^[A-Z]{4}$/
        type DI-844-Assigned-MDR-Effective-From-Date string 25..25
        block B019
         assignedMDRDIPID! DI-842-Assigned-MDR-DIP-ID
         assignedMDRMPID! DI-209-Assigned-MDR-MPID
         assignedMDREffectiveFromDate! DI-844-Assigned-MDR-Effective-From-Date
        event IF-035 IF-035-DSAppAccepted 011 [DSAppAccepted]
         common S0! S1! A0 D0 M0!
         custom! B007! B012! B013 B071! B019
        event IF-035 IF-035-DSAppRejected 011 [DSAppRejected]
         common S0! S1! A0 D0 M0!
         custom! B007! B012! B013 B071!
        event IF-035 IF-035-DSAppLapsed 011 [DSAppLapsed]
         common S0! S1! A0 D0 M0!
         custom! B007! B012! B013 B071!
        event IF-035 IF-035-IMS-SendMTD 011 [IMS-SendMTD]
         common S0! S1! A0 D0 M0!
         custom! B007! B012! B013 B070 B071 B019
        block B092
         assignedMDRDIPID! DI-842-Assigned-MDR-DIP-ID
         assignedMDRMPID! DI-209-Assigned-MDR-MPID
         assignedMDREffectiveFromDate! DI-844-Assigned-MDR-Effective-From-Date
        block B099
         responseCode! DI-979-Response-Code
         responseMessages! [DI-980-Status-Error-Messages]
        event IF-035 IF-035-SDS-MDROutcome 011 [SDS-MDROutcome]
         common S0! S1! A0 D0 M0!
         custom! B012! B013 B092! B099!
        block B066
         assignedMDRDIPID! DI-842-Assigned-MDR-DIP-ID
         assignedMDRMPID! DI-209-Assigned-MDR-MPID
         assignedMDREffectiveFromDate! DI-844-Assigned-MDR-Effective-From-Date
         responseCode! DI-979-Response-Code
         responseMessage! DI-980-Status-Error-Messages
        event IF-035 IF-035-DCC-MDROutcome 011 [DCC-MDROutcome]
         common S0! S1! A0 D0 M0!
         custom! B012! B013 B066!
        type DI-822-Incoming-Metering-Service-DIP-ID string 10..10
        type DI-824-Incoming-Metering-Service-Effective-From-Date string 25..25
        type DI-204-Incoming-Metering-Service-MPID string 4..4 /^[A-Z]{4}$/
        block B014
         incomingMeteringServiceDIPID! DI-822-Incoming-Metering-Service-DIP-ID
         incomingMeteringServiceEffectiveFromDate! DI-824-Incoming-Metering-Service-Effective-From-Date
         incomingMeteringServiceMPID! DI-204-Incoming-Metering-Service-MPID
         contractReferenceMeteringService! DI-019-Contract-Reference-Metering-Service
         appointmentScenario! DI-800-Appointment-Scenario
        type DI-825-Incoming-Data-Service-DIP-ID string 10..10
        type DI-205-Incoming-Data-Service-MPID string 4..4 /^[A-Z]{4}$/
        type DI-827-Incoming-Data-Service-Effective-From-Date string 25..25
        block B017
         incomingDataServiceDIPID! DI-825-Incoming-Data-Service-DIP-ID
         incomingDataServiceMPID! DI-205-Incoming-Data-Service-MPID
         incomingDataServiceEffectiveFromDate! DI-827-Incoming-Data-Service-Effective-From-Date
        event IF-036 IF-036-MSAppActive 011 [MSAppActive]
         common S0! S1! A0 D0 M0!
         custom! B012! B013 B014! B005 B017 B022! B023! B024! B025! B026! B027 B028! B029 B030 B031 B032 B905List:+B90\#
        5 B035List:+B035 B037List:+B037
        block B015
         incomingDataServiceMPID! DI-205-Incoming-Data-Service-MPID
         incomingDataServiceDIPID! DI-825-Incoming-Data-Service-DIP-ID
         incomingDataServiceEffectiveFromDate! DI-827-Incoming-Data-Service-Effective-From-Date
         contractReferenceDataService! DI-020-Contract-Reference-Data-Service
         appointmentScenario! DI-800-Appointment-Scenario
         traditionalFallBackReadFrequency! DI-126-Traditional-Fall-Back-Read-Frequency
        block B016
         incomingMeteringServiceDIPID! DI-822-Incoming-Metering-Service-DIP-ID
         incomingMeteringServiceMPID! DI-204-Incoming-Metering-Service-MPID
         incomingMeteringServiceEffectiveFromDate! DI-824-Incoming-Metering-Service-Effective-From-Date
        event IF-036 IF-036-DSAppActive 011 [DSAppActive]
         common S0! S1! A0 D0 M0!
         custom! B012! B013 B015! B019 B005 B016 B022! B023! B024! B025! B026! B027 B028! B068 B029 B030 B031 B032 B90\#
        5List:+B905 B035List:+B035 B037List:+B037
        block B010
         incomingMeteringServiceDIPID! DI-822-Incoming-Metering-Service-DIP-ID
         incomingMeteringServiceMPID! DI-204-Incoming-Metering-Service-MPID
         incomingMeteringServiceEffectiveFromDate! DI-824-Incoming-Metering-Service-Effective-From-Date
        event IF-037 IF-037-MSDeApp 011 [MSDeApp]
         common S0! S1! A0 D0 M0!
         custom! B013 B008! B010 B002
        block B011
         incomingDataServiceDIPID! DI-825-Incoming-Data-Service-DIP-ID
         incomingDataServiceMPID! DI-205-Incoming-Data-Service-MPID
         incomingDataServiceEffectiveFromDate! DI-827-Incoming-Data-Service-Effective-From-Date
        event IF-037 IF-037-DSDeApp 011 [DSDeApp]
         common S0! S1! A0 D0 M0!
         custom! B013 B009! B011 B002
        event IF-037 IF-037-MSDeAppUpdate 011 [MSDeAppUpdate]
         common S0! S1! A0 D0 M0!
         custom! B013 B010!
        event IF-037 IF-037-DSDeAppUpdate 011 [DSDeAppUpdate]
         common S0! S1! A0 D0 M0!
         custom! B013 B011!
        type DI-145-Customer-Direct-Contract-Metering-Service-Effective-To-Date string 25..25
        block B020
         customerDirectContractMeteringServiceDIPID! DI-140-Customer-Direct-Contract-Metering-Service-DIP-ID
         customerDirectContractMeteringServiceEffectiveToDate! DI-145-Customer-Direct-Contract-Metering-Service-Effect\#
        ive-To-Date
        event IF-038 IF-038-DirectContractMSAdd 011 [DirectContractMSAdd]
         common S0! S1! A0 D0 M0!
         custom! B020!
        type DI-146-Customer-Direct-Contract-Data-Service-Effective-To-Date string 25..25
        block B021
         customerDirectContractDataServiceDIPID! DI-138-Customer-Direct-Contract-Data-Service-DIP-ID
         customerDirectContractDataServiceEffectiveToDate! DI-146-Customer-Direct-Contract-Data-Service-Effective-To-D\#
        ate
        event IF-038 IF-038-DirectContractDSAdd 011 [DirectContractDSAdd]
         common S0! S1! A0 D0 M0!
         custom! B021!
        event IF-038 IF-038-DirectContractDSRemove 011 [DirectContractDSRemove]
         common S0! S1! A0 D0 M0!
        event IF-038 IF-038-DirectContractMSRemove 011 [DirectContractMSRemove]
         common S0! S1! A0 D0 M0!
        event IF-039 IF-039-DirectContractMSAdd 011 [DirectContractMSAdd]
         common S0! S1! A0 D0 M0! R0!
         custom! B020!
        event IF-039 IF-039-DirectContractDSAdd 011 [DirectContractDSAdd]
         common S0! S1! A0 D0 M0! R0!
         custom! B021!
        event IF-039 IF-039-DirectContractDSRemove 011 [DirectContractDSRemove]
         common S0! S1! A0 D0 M0! R0!
        event IF-039 IF-039-DirectContractMSRemove 011 [DirectContractMSRemove]
         common S0! S1! A0 D0 M0! R0!
        block B059
         annualConsumption! DI-148-Annual-Consumption
         annualConsumptionEffectiveFromDate! DI-149-Annual-Consumption-Effective-From-Date
         annualConsumptionQualityIndicator! DI-150-Annual-Consumption-Quality-Indicator
        event IF-040 IF-040-Payload 011 [AnnualConsumption]
         common S0! S1! A0 D0 M0!
         custom! B059!
        type DI-088-Cumulative-Register-Reading string /^-?\d{1,9}\.\d{3}$/
        type DI-089-Cumulative-Register-Reading-DateTime string 25..25
        type DI-094-Reading-Method string ..1 {A C E S}
        block B064
         meterID! DI-056-Meter-ID
         cumulativeRegisterReading! DI-088-Cumulative-Register-Reading
         cumulativeRegisterReadingDateTime! DI-089-Cumulative-Register-Reading-DateTime
         readingMethod! DI-094-Reading-Method
         siteVisitCheckCode! DI-096-Site-Visit-Check-Code
        type DI-099-Configurable-Register-Reading-Date string 25..25
        type DI-103-Configurable-Register-ID string 1..2
        type DI-104-Configurable-Register-Reading string /^-?\d{1,9}\.\d{3}$/
        block B065
         meterID! DI-056-Meter-ID
         configurableRegisterReadingDate! DI-099-Configurable-Register-Reading-Date
         configurableRegisterID! DI-103-Configurable-Register-ID
         configurableRegisterReading! DI-104-Configurable-Register-Reading
        event IF-041 IF-041-Payload 011 [ReadingRemote],[ReadingRemv],[ReadingInstl],[ReadingEnergisationChg],[Reading\#
        COR],[ReadingOnSite],[ReadingCOS],[DSEstimate],[SupplierAgreedCOS],[ReadingOverride]
         common S0! S1! A0 D0 M0!
         custom! B064List:+B064 B065List:+B065<=48
        event IF-043 IF-043-Payload 011 [ConnectionTypeChange] open
         common S0! S1! A0 D0 M0!
         custom! B023!
        event IF-044 IF-044-Payload 011 [MarketSegmentChange]
         common S0! S1! A0 D0 M0!
         custom! B026! B023!
        block B060
         additionalInformation! DI-120-Additional-Information
        event IF-045 IF-045-Payload 011 [InvalidMarketSegment],[ConsentGranularityInvalid],[NoMSAppointed],[NoDSAppoin\#
        ted]
         common open S0! S1! A0 D0 M0!
         custom! B060
        type DI-960-Publication-Description string ..200
        type DI-961-Publication-Version-ID string ..10
        type DI-962-Publication-Date string 25..25
        block P01
         publicationDescription! DI-960-Publication-Description
         publicationVersionID! DI-961-Publication-Version-ID
         publicationDate! DI-962-Publication-Date
        type DI-963-Distribution-Variant-ID string ..10
        type DI-964-Distribution-Variant-Name string ..50
        type DI-965-Distribution-Variant-Description string 1..200 ?
        type DI-966-Distribution-Variant-Version-ID string ..10
        type DI-967-Distribution-Variant-Publication-Date string 25..25
        type DI-968-Distribution-Variant-Format string 1..10 ?
        type DI-969-Distribution-Delivery-Format string 1..10 ?
        type DI-970-Distribution-Delivery-URI string 1..225
        block P02
         distributionVariantID! DI-963-Distribution-Variant-ID
         distributionVariantName! DI-964-Distribution-Variant-Name
         distributionVariantDescription! DI-965-Distribution-Variant-Description
         distributionVariantVersionID! DI-966-Distribution-Variant-Version-ID
         distributionVariantPublicationDate! DI-967-Distribution-Variant-Publication-Date
         distributionVariantFormat! DI-968-Distribution-Variant-Format
         distributionDeliveryFormat! DI-969-Distribution-Delivery-Format
         distributionDeliveryURI! DI-970-Distribution-Delivery-URI
         additionalInformation! DI-120-Additional-Information
        event IF-047 IF-047-Payload 011 [ISD] open
         common S0! S1! A0 D0
         custom! P01 P02List:+P02
        type DI-130-RMP-Status string ..1 {O C T}
        type DI-167-RMPStatus-Effective-From-Date string 25..25
        type DI-131-MP-Status string ..1 {N R T X}
        type DI-168-MPStatus-Effective-From-Date string 25..25
        block B079
         RMPStatus! DI-130-RMP-Status
         RMPStatusEffectiveFromDate! DI-167-RMPStatus-Effective-From-Date
         MPStatus! DI-131-MP-Status
         MPStatusEffectiveFromDate! DI-168-MPStatus-Effective-From-Date
        event IF-050 IF-050-MPANCreation 011 [MPANCreation]
         common S0! S1! A0 D0 M0!
         custom! B001! B022! B023! B024! B025! B026! B079!
        event IF-050 IF-050-MPStatusChange 011 [MPStatusChange]
         common S0! S1! A0 D0 M0!
         custom! B079!
        type DI-111-Green-Deal-Effective-From-Date string 25..25 ?
        type DI-112-Green-Deal-Effective-To-Date string 25..25 ?
        block B080
         greenDealEffectiveFromDate! DI-111-Green-Deal-Effective-From-Date
         greenDealEffectiveToDate! DI-112-Green-Deal-Effective-To-Date
        event IF-050 IF-050-GreenDeal 011 [GreenDeal]
         common S0! S1! A0 D0 M0!
         custom! B080!
        type DI-218-Current-Supplier-DIP-ID string 10..10
        type DI-219-Current-Supplier-MPID string 4..4 /^[A-Z]{4}$/
        block B085
         currentSupplierDIPID! DI-218-Current-Supplier-DIP-ID
         currentSupplierMPID! DI-219-Current-Supplier-MPID
         currentSupplierEffectiveFromDate! DI-086-Supplier-Effective-From-Date
        block B081
         currentMeteringServiceDIPID! DI-809-Current-Metering-Service-DIP-ID
         currentMeteringServiceMPID! DI-207-Current-Metering-Service-MPID
         currentMeteringServiceEffectiveFromDate! DI-061-Metering-Service-Effective-From-Date
        block B082
         currentDataServiceDIPID! DI-811-Current-Data-Service-DIP-ID
         currentDataServiceMPID! DI-208-Current-Data-Service-MPID
         currentDataServiceEffectiveFromDate! DI-023-Data-Service-Effective-From-Date
        block B086
         meterID! DI-056-Meter-ID
         meterType! DI-059-Meter-Type
         manufacturersMakeAndType! DI-048-Manufacturers-Make-And-Type
         ESMEGUID! DI-085-ESME-GUID
         meterLocation! DI-090-Meter-Location
         numberOfDisplayedRegisterDigits! DI-091-Number-Of-Displayed-Register-Digits
         meterInstallationDate! DI-057-Meter-Installation-Date
         meterRemovalDate! DI-058-Meter-Removal-Date
        block B914
         existingMeter B086
         recentMAP B075
        event IF-051 IF-051-Payload 001 [EESRefresh]
         common S0! S1! A0 D0 M0!
         custom! B079! B080 B001 B085 B013 B081 B082 B019 B020 B021 B022! B023! B024! B025! B026! B028 B029 B030 B031 \#
        B032 B914List:+B914 B035List:+B035 B037List:+B037
        block B078
         energyDirection! DI-035-Energy-Direction
        event IF-061 IF-061-Payload 011 [MDRStart]
         common S0! S1! A0 D0 M0!
         custom! B019! B012 B078! B025! B068! B031 B074List:+B074 B060
        event IF-062 IF-062-Payload 011 [MDRStartResponse]
         common S0! S1! A0 D0 M0! R0!
         custom! B019! B012 B078! B025! B068! B031 B074List:+B074 B060
        type DI-850-MDR-Effective-To-Date string 25..25
        block B083
         assignedMDRDIPID! DI-842-Assigned-MDR-DIP-ID
         assignedMDRMPID! DI-209-Assigned-MDR-MPID
         assignedMDREffectiveToDate! DI-850-MDR-Effective-To-Date
        event IF-063 IF-063-Payload 011 [MDRStop]
         common S0! S1! A0 D0 M0!
         custom! B083! B060
        block B084
         sp! DI-082-Settlement-Period-Effective-To-DateTime
         v! DI-147-Period-Consumption-Value
         q! DI-083-Settlement-Period-Quality-Indicator
        block B941
         settlementDay! B046
         MDRConsumptionPeriods! [B084 1..48]
        event IF-064 IF-064-Payload 011 [MDRConsumption]
         common S0! S1! A0 D0 M0!
         custom! B045! B941List!:+B941<=200 B060
        block B076
         meterID! DI-056-Meter-ID
         cumulativeRegisterReading! DI-088-Cumulative-Register-Reading
         cumulativeRegisterReadingDateTime! DI-089-Cumulative-Register-Reading-DateTime
        event IF-065 IF-065-ReadingRemote 011 [ReadingRemote]
         common S0! S1! A0 D0 M0!
         custom! B076List:+B076 B065List:+B065 B060
        event IF-065 IF-065-MDRInstantaneous 011 [MDRInstantaneous]
         common S0! S1! A0 D0 M0!
         custom! B060
        type DI-196-MDR-Reference-DateTime string 25..25
        block B077
         MDRReferenceDateTime! DI-196-MDR-Reference-DateTime
        event IF-065 IF-065-MDRTOU 011 [MDRTOU]
         common S0! S1! A0 D0 M0!
         custom! B077! B060
        event IF-065 IF-065-MDRConsumption 011 [MDRConsumption]
         common S0! S1! A0 D0 M0!
         custom! B077! B060
        block P03
         compressedReport! string format:byte
        block R007 open
         settlementRunExecutionDate! DI-159-Settlement-Run-Execution-Date
        type DI-305-Settlement-Date string 10..10
        block R002
         settlementDate! DI-305-Settlement-Date
         settlementCode! DI-160-Settlement-Code
         runNumber! DI-161-Run-Number
        type DI-495-Supplier-MPID string ..4
        block R009
         supplierMPID! DI-495-Supplier-MPID
        type DI-029-Distributor-ID string ..4
        block R027
         distributorID! DI-029-Distributor-ID
        block R013
         GSPGroupID! DI-037-GSP-Group-ID
        type DI-345-DUoS-Tariff-ID string ..3
        type DI-485-DUoS-Tariff-Energy-Direction string ..1 {E I}
        type DI-486-DUoS-Tariff-Domestic-Premise-Indicator boolean
        block R010
         DUoSTariffID! DI-345-DUoS-Tariff-ID
         DUoSTariffEnergyDirection! DI-485-DUoS-Tariff-Energy-Direction
         DUoSTariffDomesticPremiseIndicator! DI-486-DUoS-Tariff-Domestic-Premise-Indicator
        type DI-496-Settlement-Period integer 1..50
        type DI-347-Total-Uncorrected-Volume string /^-?\d{1,9}\.\d{6}$/
        type DI-487-Total-Number-Energised-MPANs integer 0..9999999999
        type DI-488-Total-Number-De-Energised-MPANs integer 0..9999999999
        block R011
         settlementPeriod! DI-496-Settlement-Period
         settlementPeriodDuration! DI-081-Settlement-Period-Duration
         totalUncorrectedVolume! DI-347-Total-Uncorrected-Volume
         totalNumberEnergisedMPANs! DI-487-Total-Number-Energised-MPANs
         totalNumberDeEnergisedMPANs! DI-488-Total-Number-De-Energised-MPANs
        type DI-489-Daily-Total-Volume-Based-On-Actual-Data string /^-?\d{1,9}\.\d{6}$/
        type DI-490-Daily-Total-Volume-Based-On-Estimated-Data string /^-?\d{1,9}\.\d{6}$/
        block R0105 open
         dailyTotalVolumeBasedOnActualData! DI-489-Daily-Total-Volume-Based-On-Actual-Data
         dailyTotalVolumeBasedOnEstimatedData! DI-490-Daily-Total-Volume-Based-On-Estimated-Data
        block REP002-R010
         R010 R010
         REP002-R011 [R011]
         R0105 R0105
        block REP002-R013
         R013! R013
         REP002-R010! [REP002-R010]
        block REP002-R027
         R027! R027
         REP002-R013! [REP002-R013]
        block REP-002-CustomBlock
         R007 R007
         R002 R002
         R009 R009
         REP002-R027 [REP002-R027]
        event REP-002 REP-002-Payload 008 [DUOSSupplierAggData]
         common S0! S1! A0 D0
         custom! P03! schema:REP-002-CustomBlock
        type DI-483-Embedded-LDSO-ID string ..4
        block R006
         embeddedLDSOID! DI-483-Embedded-LDSO-ID
        type DI-491-Embedded-Total-Uncorrected-Volume string /^-?\d{1,9}\.\d{6}$/
        block R012
         settlementPeriod! DI-496-Settlement-Period
         settlementPeriodDuration! DI-081-Settlement-Period-Duration
         embeddedTotalUncorrectedVolume! DI-491-Embedded-Total-Uncorrected-Volume
         totalNumberEnergisedMPANs! DI-487-Total-Number-Energised-MPANs
         totalNumberDeEnergisedMPANs! DI-488-Total-Number-De-Energised-MPANs
        block REP002A-R010
         R010 R010
         REP002A-R012 [R012]
         R0105 R0105
        block REP002A-R006
         R006 R006
         REP002A-R010 [REP002A-R010]
        block REP-002A-CustomBlock
         R027 R027
         R013 R013
         R007 R007
         R002 R002
         REP002A-R006 [REP002A-R006]
        event REP-002A REP-002A-Payload 008 [DUoSEmbeddedLDSOAggData]
         common S0! S1! A0 D0
         custom! P03! schema:REP-002A-CustomBlock
        block REP002B-R010
         R010 R010
         REP002B-R011 [R011]
         R0105 R0105
        block REP002B-R009
         R009 R009
         REP002B-R010 [REP002B-R010]
        block REP-002B-CustomBlock
         R027 R027
         R013 R013
         R007 R007
         R002 R002
         REP002B-R009 [REP002B-R009]
        event REP-002B REP-002B-Payload 008 [DUoSLDSOAggData]
         common S0! S1! A0 D0
         custom! P03! schema:REP-002B-CustomBlock
        block R103 open
         settlementPeriodDuration! DI-081-Settlement-Period-Duration
        block R015
         supplierMPID! DI-495-Supplier-MPID
        type DI-302-BM-Unit-ID string ..11
        type DI-357-Default-BM-Unit-Flag boolean
        block R016
         BMUnitID! DI-302-BM-Unit-ID
         defaultBMUnitFlag! DI-357-Default-BM-Unit-Flag
        type DI-325-GSP-Group-Correction-Scaling-Weight string /^\d{1,2}\.\d{2}$/
        block R017
         consumptionComponentClassID! DI-300-Consumption-Component-Class-ID
         GSPGroupCorrectionScalingWeight! DI-325-GSP-Group-Correction-Scaling-Weight
         connectionTypeIndicator! DI-015-Connection-Type-Indicator
         marketSegmentIndicator! DI-050-Market-Segment-Indicator
         consumptionComponentIndicator! DI-080-Consumption-Component-Indicator
        type DI-363-Daily-BM-Unit-Period-Level-Consumption string /^-?\d{1,9}\.\d{6}$/
        type DI-364-Daily-BM-Unit-Period-Level-Consumption-Losses string /^-?\d{1,9}\.\d{6}$/ ?
        type DI-365-Daily-Corrected-Component string /^-?\d{1,9}\.\d{6}$/
        type DI-366-Daily-Corrected-Component-Losses string /^-?\d{1,9}\.\d{6}$/
        block R019
         dailyBMUnitPeriodLevelConsumption! DI-363-Daily-BM-Unit-Period-Level-Consumption
         dailyBMUnitPeriodLevelConsumptionLosses! DI-364-Daily-BM-Unit-Period-Level-Consumption-Losses
         dailyCorrectedComponent! DI-365-Daily-Corrected-Component
         dailyCorrectedComponentLosses! DI-366-Daily-Corrected-Component-Losses
        type DI-359-Uncorrected-BM-Unit-Period-Level-Consumption string /^\d{1,9}\.\d{6}$/ ?
        type DI-360-Uncorrected-BM-Unit-Period-Level-Consumption-Losses string /^\d{1,9}\.\d{6}$/ ?
        type DI-362-Corrected-Component-Consumption string /^\d{1,9}\.\d{6}$/ ?
        type DI-324-Corrected-Component-Losses string /^-?\d{1,9}\.\d{6}$/ ?
        block R018
         settlementDate! DI-305-Settlement-Date
         settlementPeriod! DI-496-Settlement-Period
         uncorrectedBMUnitPeriodLevelConsumption! DI-359-Uncorrected-BM-Unit-Period-Level-Consumption
         uncorrectedBMUnitPeriodLevelConsumptionLosses! DI-360-Uncorrected-BM-Unit-Period-Level-Consumption-Losses
         correctedComponentConsumption! DI-362-Corrected-Component-Consumption
         correctedComponentLosses! DI-324-Corrected-Component-Losses
        block REP003-R017
         R017 R017
         R019 R019
         REP003-R018 [R018]
        type DI-367-Daily-Uncorrected-Period-BM-Unit-Total-Allocated-Volume string /^-?\d{1,9}\.\d{6}$/
        type DI-368-Daily-Period-BM-Unit-Total-Allocated-Volume string /^-?\d{1,9}\.\d{6}$/
        type DI-492-Daily-BM-Unit-MSID-Count integer 0..9999999999
        block R021
         dailyUncorrectedPeriodBMUnitTotalAllocatedVolume! DI-367-Daily-Uncorrected-Period-BM-Unit-Total-Allocated-Vol\#
        ume
         dailyPeriodBMUnitTotalAllocatedVolume! DI-368-Daily-Period-BM-Unit-Total-Allocated-Volume
         dailyBMUnitMSIDCount! DI-492-Daily-BM-Unit-MSID-Count
        type DI-332-Demand-Disconnection-Event-ID string ..30
        type DI-334-DDE-Start-Datetime string 25..25
        type DI-335-DDE-End-Datetime string 25..25
        block R051
         demandDisconnectionEventID! DI-332-Demand-Disconnection-Event-ID
         DDEStartDate! DI-334-DDE-Start-Datetime
         DDEEndDate! DI-335-DDE-End-Datetime
        type DI-341-BM-Unit-Allocated-Demand-Disconnection-Volume string /^-?\d{1,9}\.\d{6}$/ ?
        type DI-339-BM-Unit-Allocated-Demand-Disconnection-Volume-Losses string /^-?\d{1,9}\.\d{6}$/ ?
        block R022
         SettlementPeriod! DI-496-Settlement-Period
         BMUnitAllocatedDemandDisconnectionVolume! DI-341-BM-Unit-Allocated-Demand-Disconnection-Volume
         BMUnitAllocatedDemandDisconnectionVolumeLosses! DI-339-BM-Unit-Allocated-Demand-Disconnection-Volume-Losses
        type DI-369-Daily-BM-Unit-Allocated-Demand-Disconnection-Volume string /^-?\d{1,9}\.\d{6}$/
        type DI-370-Daily-BM-Unit-Allocated-Demand-Disconnection-Volume-Losses string /^-?\d{1,9}\.\d{6}$/
        block R023
         dailyBMUnitAllocatedDemandDisconnectionVolume! DI-369-Daily-BM-Unit-Allocated-Demand-Disconnection-Volume
         dailyBMUnitAllocatedDemandDisconnectionVolumeLosses! DI-370-Daily-BM-Unit-Allocated-Demand-Disconnection-Volu\#
        me-Losses
        block REP003-R051
         R051 R051
         REP003-R022 [R022]
         R023 R023
        block REP003-R016
         R016 R016
         REP003-R017 [REP003-R017]
         R021 R021
         REP003-R051 [REP003-R051]
        block REP003-R015
         R015 R015
         REP003-R016 [REP003-R016]
        type DI-322-Group-Correction-Factor-Import string /^\d{1,9}\.\d{9}$/
        type DI-323-Group-Correction-Factor-Export string /^\d{1,9}\.\d{9}$/
        block R024
         settlementPeriodID! DI-496-Settlement-Period
         groupCorrectionFactorImport! DI-322-Group-Correction-Factor-Import
         groupCorrectionFactorExport! DI-323-Group-Correction-Factor-Export
        block REP-003-CustomBlock
         R013 R013
         R007 R007
         R002 R002
         R103 R103
         REP003-R015 [REP003-R015]
         REP003-R024 [R024]
        event REP-003 REP-003-Payload 008 [BMUnitAllocatedDemandVolumesToMarketParticipants]
         common S0! S1! A0 D0
         custom! P03! schema:REP-003-CustomBlock
        type DI-303-CCC-ID integer 1..999
        block R020
         CCCID! DI-303-CCC-ID
         GSPGroupCorrectionScalingWeight! DI-325-GSP-Group-Correction-Scaling-Weight
        block REP003A-R020
         R020 R020
         R019 R019
         REP003A-R018 [R018]
        block REP003A-R051
         R051 R051
         REP003-R022 [R022]
         R023 R023
        block REP003A-R016
         R016 R016
         REP003A-R020 [REP003A-R020]
         R021 R021
         REP003A-R051 [REP003A-R051]
        block REP003A-R015
         R015 R015
         REP003A-R016 [REP003A-R016]
        block REP-003A-CustomBlock
         R013 R013
         R007 R007
         R002 R002
         R103 R103
         REP003A-R015 [REP003A-R015]
         REP003A-R024 [R024]
        event REP-003A REP-003A-Payload 008 [AggregatedBMUnitAllocatedDemandVolumes]
         common S0! S1! A0 D0
         custom! P03! schema:REP-003A-CustomBlock
        type DI-327-Supplier-Deemed-Take string /^-?\d{1,9}\.\d{6}$/
        block R026
         SettlementPeriod! DI-496-Settlement-Period
         supplierDeemedTake! DI-327-Supplier-Deemed-Take
        type DI-373-Daily-Supplier-Deemed-Take string /^-?\d{1,9}\.\d{6}$/
        block R025
         dailySupplierDeemedTakeforSettlementDay! DI-373-Daily-Supplier-Deemed-Take
        block REP004-R009
         R009 R009
         REP004-R026 [R026]
         REP004-R025 [R025]
        block REP-004-CustomBlock
         R013 R013
         R007 R007
         R002 R002
         REP004-R009 REP004-R009
        event REP-004 REP-004-Payload 008 [SupplierDeemedTakeReport]
         common S0! S1! A0 D0
         custom! P03! schema:REP-004-CustomBlock
        block R032
         BMUnitID! DI-302-BM-Unit-ID
        block R003
         connectionTypeIndicator! DI-015-Connection-Type-Indicator
         measurementQuantityID! DI-052-Measurement-Quantity-ID
         marketSegmentIndicator! DI-050-Market-Segment-Indicator
         consumptionComponentClassID! DI-300-Consumption-Component-Class-ID
         consumptionComponentIndicator! DI-080-Consumption-Component-Indicator
        type DI-374-MSID-Count integer ..999999999
        block R033
         settlementPeriod! DI-496-Settlement-Period
         MSIDCount! DI-374-MSID-Count
         uncorrectedBMUnitPeriodLevelConsumption! DI-359-Uncorrected-BM-Unit-Period-Level-Consumption
         uncorrectedBMUnitPeriodLevelConsumptionLosses! DI-360-Uncorrected-BM-Unit-Period-Level-Consumption-Losses
        type DI-375-Daily-Uncorrected-BM-Unit-Period-Level-Consumption string /^-?\d{1,9}\.\d{6}$/ ?
        block R034
         dailyUncorrectedBMUnitPeriodLevelConsumption! DI-375-Daily-Uncorrected-BM-Unit-Period-Level-Consumption
         dailyBMUnitPeriodLevelConsumptionLosses! DI-364-Daily-BM-Unit-Period-Level-Consumption-Losses
        block REP006-R003
         R003 R003
         REP006-R033 [R033]
         R034 R034
        type DI-336-Supplier-Advanced-Demand-Disconnection-Volume string /^-?\d{1,9}\.\d{6}$/
        type DI-337-Supplier-Advanced-Demand-Disconnection-Volume-Losses string /^-?\d{1,9}\.\d{6}$/
        type DI-338-BM-Unit-Demand-Disconnection-Volume string /^-?\d{1,9}\.\d{6}$/
        block R106 open
         consumptionComponentClassID! DI-300-Consumption-Component-Class-ID
         settlementPeriodID! DI-496-Settlement-Period
         supplierAdvancedDemandDisconnectionVolume! DI-336-Supplier-Advanced-Demand-Disconnection-Volume
         supplierAdvancedDemandDisconnectionVolumeLosses! DI-337-Supplier-Advanced-Demand-Disconnection-Volume-Losses
         BMUnitDemandDisconnectionVolume! DI-338-BM-Unit-Demand-Disconnection-Volume
         BMUnitDemandDisconnectionVolumeLosses! DI-339-BM-Unit-Allocated-Demand-Disconnection-Volume-Losses
        type DI-376-Daily-Advanced-Demand-Disconnection-Volume string /^-?\d{1,9}\.\d{6}$/
        type DI-377-Daily-Advanced-Demand-Disconnection-Volume-Losses string /^-?\d{1,9}\.\d{6}$/
        type DI-378-Daily-BMU-Demand-Disconnection-Volume string /^-?\d{1,9}\.\d{6}$/
        type DI-379-Daily-BMU-Demand-Disconnection-Volume-Losses string /^-?\d{1,9}\.\d{6}$/
        block R107
         dailyAdvancedDemandDisconnectionVolume! DI-376-Daily-Advanced-Demand-Disconnection-Volume
         dailyAdvancedDemandDisconnectionVolumeLosses! DI-377-Daily-Advanced-Demand-Disconnection-Volume-Losses
         dailyBMUnitDemandDisconnectionVolume! DI-378-Daily-BMU-Demand-Disconnection-Volume
         dailyBMUnitDemandDisconnectionVolumeLosses! DI-379-Daily-BMU-Demand-Disconnection-Volume-Losses
        block REP006-R051
         R051 R051
         REP006-R106 [R106]
         R107 R107
        block REP006-R032
         R032 R032
         REP006-R003 [REP006-R003]
         REP006-R051 [REP006-R051]
        block REP006-R015
         R015 R015
         REP006-R032 [REP006-R032]
        block REP-006-CustomBlock
         R013 R013
         R007 R007
         R002 R002
         REP006-R015 [REP006-R015]
        event REP-006 REP-006-Payload 008 [UncorrectedConsumptionAndLossesByCCCID]
         common S0! S1! A0 D0
         custom! P03! schema:REP-006-CustomBlock
        type DI-380-Details-Of-Default-Data-Used string ..200
        block R036
         BMUnitID! DI-302-BM-Unit-ID
         detailsOfDefaultDataUsed! DI-380-Details-Of-Default-Data-Used
        block REP007-R013
         R013 R013
         REP007-R036 [R036]
        block REP-007-CustomBlock
         R007 R007
         R002 R002
         REP007-R013 [REP007-R013]
        event REP-007 REP-007-Payload 008 [BMUnitDefaultsToSuppliers]
         common S0! S1! A0 D0
         custom! P03! schema:REP-007-CustomBlock
        type DI-494-Details-of-Default-LLF-Data-Used string ..200
        block R039
         detailsofDefaultLLFDataUsed! DI-494-Details-of-Default-LLF-Data-Used
        block REP-008-CustomBlock
         R002 R002
         R013 R013
         R027 R027
         R039 R039
        event REP-008 REP-008-Payload 008 [LDSOLLFDefaultData]
         common S0! S1! A0 D0
         custom! P03! schema:REP-008-CustomBlock
        type DI-307-Settlement-Period-ID integer 1..50
        type DI-432-Period-Metering-System-Metered-Data string ..13
        block R068
         MPANCore! DI-063-MPAN-Core
         measurementQuantityID! DI-052-Measurement-Quantity-ID
         settlementPeriodID! DI-307-Settlement-Period-ID
         periodMeteringSystemMeteredData! DI-432-Period-Metering-System-Metered-Data
         settlementPeriodQualityIndicator! DI-083-Settlement-Period-Quality-Indicator
        block REP009-R013
         R013 R013
         REP009-R068 [R068]
        block REP009-R015
         R015 R015
         REP009-R013 [REP009-R013]
        block REP-009-CustomBlock
         R002 R002
         REP009-R015 REP009-R015
        event REP-009 REP-009-Payload 008 [EMRSReportForSuppliers]
         common S0! S1! A0 D0
         custom! P03! schema:REP-009-CustomBlock
        type DI-520-Distributor-Registered-Name string ..70
        type DI-521-Distributor-Company-Registration-Number string ..12
        type DI-522-Distributor-Registered-Address-Line-1 string 0..40 ?
        type DI-523-Distributor-Registered-Address-Line-2 string 0..40 ?
        type DI-524-Distributor-Registered-Address-Line-3 string 0..40 ?
        type DI-525-Distributor-Registered-Address-Line-4 string 0..40 ?
        type DI-526-Distributor-Registered-Address-Line-5 string 0..40 ?
        type DI-527-Distributor-Registered-Address-Line-6 string 0..40 ?
        type DI-528-Distributor-Registered-Address-Line-7 string 0..40 ?
        type DI-529-Distributor-Registered-Address-Line-8 string 0..40 ?
        type DI-530-Distributor-Registered-Address-Line-9 string 0..40 ?
        type DI-531-Distributor-Registered-Address-Postcode string ..10
        type DI-532-Distributor-Billing-Contact-Name string ..100
        type DI-533-Distributor-Billing-Email string 1..100 format:email
        type DI-534-Distributor-Billing-Telephone-Number string 1..19
        type DI-535-Distributor-Billing-Address-Line-1 string 0..40 ?
        type DI-536-Distributor-Billing-Address-Line-2 string 0..40 ?
        type DI-537-Distributor-Billing-Address-Line-3 string 0..40 ?
        type DI-538-Distributor-Billing-Address-Line-4 string 0..40 ?
        type DI-539-Distributor-Billing-Address-Line-5 string 0..40 ?
        type DI-540-Distributor-Billing-Address-Line-6 string 0..40 ?
        type DI-541-Distributor-Billing-Address-Line-7 string 0..40 ?
        type DI-542-Distributor-Billing-Address-Line-8 string 0..40 ?
        type DI-543-Distributor-Billing-Address-Line-9 string 0..40 ?
        type DI-544-Distributor-Billing-Postcode string ..10
        type DI-545-Distributor-Bank-Sort-Code string 6..6
        type DI-546-Distributor-Bank-Account-Number string 8..10
        type DI-547-Distributor-VAT-Registration-Number string ..14
        block R900-01
         distributorID! DI-029-Distributor-ID
         distributorRegisteredName! DI-520-Distributor-Registered-Name
         distributorCompanyRegistrationNumber! DI-521-Distributor-Company-Registration-Number
         distributorRegisteredAddressLine1! DI-522-Distributor-Registered-Address-Line-1
         distributorRegisteredAddressLine2! DI-523-Distributor-Registered-Address-Line-2
         distributorRegisteredAddressLine3! DI-524-Distributor-Registered-Address-Line-3
         distributorRegisteredAddressLine4! DI-525-Distributor-Registered-Address-Line-4
         distributorRegisteredAddressLine5! DI-526-Distributor-Registered-Address-Line-5
         distributorRegisteredAddressLine6! DI-527-Distributor-Registered-Address-Line-6
         distributorRegisteredAddressLine7! DI-528-Distributor-Registered-Address-Line-7
         distributorRegisteredAddressLine8! DI-529-Distributor-Registered-Address-Line-8
         distributorRegisteredAddressLine9! DI-530-Distributor-Registered-Address-Line-9
         distributorRegisteredAddressPostcode! DI-531-Distributor-Registered-Address-Postcode
         distributorBillingContactName! DI-532-Distributor-Billing-Contact-Name
         distributorBillingEmail! DI-533-Distributor-Billing-Email
         distributorBillingTelephoneNumber! DI-534-Distributor-Billing-Telephone-Number
         distributorBillingAddressLine1! DI-535-Distributor-Billing-Address-Line-1
         distributorBillingAddressLine2! DI-536-Distributor-Billing-Address-Line-2
         distributorBillingAddressLine3! DI-537-Distributor-Billing-Address-Line-3
         distributorBillingAddressLine4! DI-538-Distributor-Billing-Address-Line-4
         distributorBillingAddressLine5! DI-539-Distributor-Billing-Address-Line-5
         distributorBillingAddressLine6! DI-540-Distributor-Billing-Address-Line-6
         distributorBillingAddressLine7! DI-541-Distributor-Billing-Address-Line-7
         distributorBillingAddressLine8! DI-542-Distributor-Billing-Address-Line-8
         distributorBillingAddressLine9! DI-543-Distributor-Billing-Address-Line-9
         distributorBillingPostcode! DI-544-Distributor-Billing-Postcode
         distributorBankSortCode! DI-545-Distributor-Bank-Sort-Code
         distributorBankAccountNumber! DI-546-Distributor-Bank-Account-Number
         distributorVATRegistrationNumber! DI-547-Distributor-VAT-Registration-Number
        type DI-087-Supplier-DIP-ID string 10..10
        type DI-548-LDSO-Billing-Supplier-Trading-Name string ..70
        type DI-549-LDSO-Billing-Supplier-VAT-Registration-Number string 1..14 ?
        type DI-550-LDSO-Billing-Supplier-VAT-additional-text string 1..70 ?
        type DI-551-LDSO-Billing-Supplier-Bill-To-Contact-Name string ..100
        type DI-552-LDSO-Billing-Supplier-Bill-To-Address-Line-1 string 0..40 ?
        type DI-553-LDSO-Billing-Supplier-Bill-To-Address-Line-2 string 0..40 ?
        type DI-554-LDSO-Billing-Supplier-Bill-To-Address-Line-3 string 0..40 ?
        type DI-555-LDSO-Billing-Supplier-Bill-To-Address-Line-4 string 0..40 ?
        type DI-556-LDSO-Billing-Supplier-Bill-To-Address-Line-5 string 0..40 ?
        type DI-557-LDSO-Billing-Supplier-Bill-To-Address-Line-6 string 0..40 ?
        type DI-558-LDSO-Billing-Supplier-Bill-To-Address-Line-7 string 0..40 ?
        type DI-559-LDSO-Billing-Supplier-Bill-To-Address-Line-8 string 0..40 ?
        type DI-560-LDSO-Billing-Supplier-Bill-To-Address-Line-9 string 0..40 ?
        type DI-561-LDSO-Billing-Supplier-Bill-To-Postcode string ..10
        block R900-02
         supplierMPID! DI-495-Supplier-MPID
         supplierDIPID! DI-087-Supplier-DIP-ID
         LDSOBillingSupplierTradingName! DI-548-LDSO-Billing-Supplier-Trading-Name
         LDSOBillingSupplierVATRegistrationNumber! DI-549-LDSO-Billing-Supplier-VAT-Registration-Number
         LDSOBillingSupplierVATadditionaltext! DI-550-LDSO-Billing-Supplier-VAT-additional-text
         LDSOBillingSupplierBill-ToContactName! DI-551-LDSO-Billing-Supplier-Bill-To-Contact-Name
         LDSOBillingSupplierBill-ToAddressLine1! DI-552-LDSO-Billing-Supplier-Bill-To-Address-Line-1
         LDSOBillingSupplierBill-ToAddressLine2! DI-553-LDSO-Billing-Supplier-Bill-To-Address-Line-2
         LDSOBillingSupplierBill-ToAddressLine3! DI-554-LDSO-Billing-Supplier-Bill-To-Address-Line-3
         LDSOBillingSupplierBill-ToAddressLine4! DI-555-LDSO-Billing-Supplier-Bill-To-Address-Line-4
         LDSOBillingSupplierBill-ToAddressLine5! DI-556-LDSO-Billing-Supplier-Bill-To-Address-Line-5
         LDSOBillingSupplierBill-ToAddressLine6! DI-557-LDSO-Billing-Supplier-Bill-To-Address-Line-6
         LDSOBillingSupplierBill-ToAddressLine7! DI-558-LDSO-Billing-Supplier-Bill-To-Address-Line-7
         LDSOBillingSupplierBill-ToAddressLine8! DI-559-LDSO-Billing-Supplier-Bill-To-Address-Line-8
         LDSOBillingSupplierBill-ToAddressLine9! DI-560-LDSO-Billing-Supplier-Bill-To-Address-Line-9
         LDSOBillingSupplierBill-ToPostcode! DI-561-LDSO-Billing-Supplier-Bill-To-Postcode
        type DI-565-LDSO-Billing-Site-ID string ..30
        type DI-569-LDSO-Billing-Site-Address-Line-1 string 0..40 ?
        type DI-570-LDSO-Billing-Site-Address-Line-2 string 0..40 ?
        type DI-571-LDSO-Billing-Site-Address-Line-3 string 0..40 ?
        type DI-572-LDSO-Billing-Site-Address-Line-4 string 0..40 ?
        type DI-573-LDSO-Billing-Site-Address-Line-5 string 0..40 ?
        type DI-574-LDSO-Billing-Site-Address-Line-6 string 0..40 ?
        type DI-575-LDSO-Billing-Site-Address-Line-7 string 0..40 ?
        type DI-576-LDSO-Billing-Site-Address-Line-8 string 0..40 ?
        type DI-577-LDSO-Billing-Site-Address-Line-9 string 0..40 ?
        type DI-578-LDSO-Billing-Site-Post-Code string ..10
        type DI-612-LDSO-Billing-DUoS-Tariff-ID string 1..3
        type DI-566-List-Of-MPANS-On-Site string 1..1400
        type DI-567-Misaligned-Multi-MPAN-Site boolean
        type DI-568-LDSO-Billing-Site-Capacity- number 0..9999999999999
        type DI-580-LDSO-Billing-Invoice-Type string ..40 {Site~Specifc~DUoS}
        type DI-581-Tax-Point-Date string 10..10
        type DI-582-Invoice-Date string 10..10
        type DI-583-Invoice-Due-Date string 10..10
        type DI-584-LDSO-Biling-Invoice-Number string ..17
        type DI-585-Site-Specific-DUoS-Invoice-Type string ..3 {New Can Reb}
        type DI-586-LDSO-Billing-Cancelled-Invoice-Number string 1..17 ?
        type DI-587-Cancelled-Invoice-Date string 10..10 ?
        type DI-588-Charge-Period-Start-Date string 10..10
        type DI-589-Charge-Period-End-Date string 10..10
        type DI-590-Maximum-Demand-In-The-Invoice-Period number ..999999 ?
        type DI-591-Maximum-Demand-In-The-Invoice-Period-Date-Time string 25..25 ?
        type DI-592-Total-Invoice-Amount-Ex-VAT string /^-?\d{1,15}\.\d{2}$/
        type DI-593-Total-invoice-VAT string /^-?\d{1,15}\.\d{2}$/
        type DI-594-Total-Invoice-Amount-Inc-VAT string /^-?\d{1,15}\.\d{2}$/
        type DI-596-Charge-Type string ..5 {FIXED CAPAC XSCAP REACT RED AMBER GREEN YELLO BLACK SUPER ZERO}
        type DI-597-Number-Of-Days-Billed number 0..31
        type DI-598-Quantity string /^-?\d{1,13}\.\d{3}$/
        type DI-599-Price string /^-?\d{1,15}\.\d{5}$/
        type DI-600-Total-Charge-For-Charge-Type-Ex-VAT string /^-?\d{1,15}\.\d{2}$/
        type DI-601-VAT-Rate-Code string ..1 {E S Z N}
        type DI-602-VAT-Rate string /^\d{1,2}\.\d{2}$/
        block R900-05
         chargeType! DI-596-Charge-Type
         numberOfDaysBilled! DI-597-Number-Of-Days-Billed
         quantity! DI-598-Quantity
         price! DI-599-Price
         totalChargeForChargeTypeExVAT! DI-600-Total-Charge-For-Charge-Type-Ex-VAT
         VATRateCode! DI-601-VAT-Rate-Code
         VATRate! DI-602-VAT-Rate
        block R900-04
         DUoSTariffID! DI-612-LDSO-Billing-DUoS-Tariff-ID
         listOfMPANSonSite! DI-566-List-Of-MPANS-On-Site
         misalignedMultiMPANSite! DI-567-Misaligned-Multi-MPAN-Site
         LDSOBillingSiteCapacity! DI-568-LDSO-Billing-Site-Capacity-
         LDSOBillingInvoiceType! DI-580-LDSO-Billing-Invoice-Type
         taxPointDate! DI-581-Tax-Point-Date
         invoiceDate! DI-582-Invoice-Date
         invoiceDueDate! DI-583-Invoice-Due-Date
         LDSOBilingInvoiceNumber! DI-584-LDSO-Biling-Invoice-Number
         siteSpecificDUoSInvoiceType! DI-585-Site-Specific-DUoS-Invoice-Type
         LDSOBillingCancelledInvoiceNumber! DI-586-LDSO-Billing-Cancelled-Invoice-Number
         cancelledInvoiceDate! DI-587-Cancelled-Invoice-Date
         chargePeriodStartDate! DI-588-Charge-Period-Start-Date
         chargePeriodEndDate! DI-589-Charge-Period-End-Date
         maximumDemandInTheInvoicePeriod! DI-590-Maximum-Demand-In-The-Invoice-Period
         maximumDemandInTheInvoicePeriodDateTime! DI-591-Maximum-Demand-In-The-Invoice-Period-Date-Time
         totalInvoiceAmountExVAT! DI-592-Total-Invoice-Amount-Ex-VAT
         totalInvoiceVAT! DI-593-Total-invoice-VAT
         totalInvoiceAmountIncVAT! DI-594-Total-Invoice-Amount-Inc-VAT
         R900-05! [R900-05]
        block R900-03
         GSPGroupID! DI-037-GSP-Group-ID
         LDSOBillingSiteID! DI-565-LDSO-Billing-Site-ID
         LDSOBillingSiteAddressLine1! DI-569-LDSO-Billing-Site-Address-Line-1
         LDSOBillingSiteAddressLine2! DI-570-LDSO-Billing-Site-Address-Line-2
         LDSOBillingSiteAddressLine3! DI-571-LDSO-Billing-Site-Address-Line-3
         LDSOBillingSiteAddressLine4! DI-572-LDSO-Billing-Site-Address-Line-4
         LDSOBillingSiteAddressLine5! DI-573-LDSO-Billing-Site-Address-Line-5
         LDSOBillingSiteAddressLine6! DI-574-LDSO-Billing-Site-Address-Line-6
         LDSOBillingSiteAddressLine7! DI-575-LDSO-Billing-Site-Address-Line-7
         LDSOBillingSiteAddressLine8! DI-576-LDSO-Billing-Site-Address-Line-8
         LDSOBillingSiteAddressLine9! DI-577-LDSO-Billing-Site-Address-Line-9
         LDSOBillingSitePostCode! DI-578-LDSO-Billing-Site-Post-Code
         R900-04 [R900-04]
        block REP-900-CustomBlock
         R900-01 R900-01
         R900-02 R900-02
         R900-03 [R900-03]
        event REP-900 REP-900-Payload 008 [DUoSSupplierInvData]
         common S0! S1! A0 D0
         custom! P03! schema:REP-900-CustomBlock
        block R901-01
         distributorID! DI-029-Distributor-ID
         GSPGroupID! DI-037-GSP-Group-ID
        block R901-02
         settlementCode! DI-160-Settlement-Code
         runNumber! DI-161-Run-Number
        type DI-608-Daily-Total-MSID-Count number 0..9999999999
        type DI-609-Daily-Total-MSID-Charge string /^-?\d{1,14}\.\d{2}$/
        type DI-610-Daily-Total-Unit-Volume string /^\d{1,10}\.\d{6}$/
        type DI-611-Daily-Total-Unit-Charge string /^-?\d{1,14}\.\d{2}$/
        type DI-603-Daily-Tariff-Number-Of-MSIDs number ..9999999999
        type DI-604-Daily-Tariff-MSID-Charge string /^-?\d{1,14}\.\d{2}$/
        type DI-605-Charge-Band string ..10 {red amber green black yellow}
        type DI-606-Daily-Uncorrected-Volume-For-Charge-Band string /^-?\d{1,9}\.\d{6}$/
        type DI-607-Total-Volume-Charge-For-Charge-Band string /^-?\d{1,14}\.\d{2}$/
        block R901-08
         chargeBand DI-605-Charge-Band
         dailyUncorrectedVolumeForChargeBand DI-606-Daily-Uncorrected-Volume-For-Charge-Band
         totalVolumeChargeForChargeBand DI-607-Total-Volume-Charge-For-Charge-Band
        block R901-07
         DUoSTariffID DI-345-DUoS-Tariff-ID
         energyDirection DI-035-Energy-Direction
         domesticPremiseIndicator DI-030-Domestic-Premise-Indicator
         dailyTariffNumberOfMSIDs DI-603-Daily-Tariff-Number-Of-MSIDs
         dailyTariffMSIDCharge DI-604-Daily-Tariff-MSID-Charge
         R901-08 [R901-08]
        block R901-06
         dailyTotalMSIDCount DI-608-Daily-Total-MSID-Count
         dailyTotalMSIDCharge DI-609-Daily-Total-MSID-Charge
         dailyTotalUnitVolume DI-610-Daily-Total-Unit-Volume
         dailyTotalUnitCharge DI-611-Daily-Total-Unit-Charge
         R901-07 [R901-07]
        block R901-04
         supplierDIPID! DI-087-Supplier-DIP-ID
         supplierMPID DI-495-Supplier-MPID
         R901-06 [R901-06]
        type DI-613-LDSO-DIPID string 10..10
        block R901-05
         LDSODIPID DI-613-LDSO-DIPID
         embeddedLDSOID DI-483-Embedded-LDSO-ID
         R901-06 [R901-06]
        block R901-03
         settlementDate! DI-305-Settlement-Date
         R901-04 [R901-04]
         R901-05 [R901-05]
        block REP-901-CustomBlock
         R901-01 R901-01
         R901-02 R901-02
         R901-03 [R901-03]
        event REP-901 REP-901-Payload 008 [DUoSEmbeddedLDSOAggInvData],[DUoSSupplierAggInvData]
         common S0! S1! A0 D0
         custom! P03! schema:REP-901-CustomBlock
        body WebhookConfig open
         callbackURL string format:uri
         maxMessageCount number
         maxPayloadSize number
        type DT-003N-DateTime string 25..25 ?
        type DT-004N-EventCode string 1..50 ?
        type DT-002N-MPAN string 13..13 /^\d{13}?$/ ?
        type DI-992N-Schema-Version string ..10 ?
        body MessageRequest open
         datetimeFrom! DT-003N-DateTime
         datetimeTo! DT-003N-DateTime
         eventCode! DT-004N-EventCode
         MPAN! DT-002N-MPAN
         transactionIDs [DT-014-DIPTransactionID 1..100]
         version! DI-992N-Schema-Version
        type DT-014N-DIPTransactionID string 1..65 ?
        type DT-995N-SenderUniqueReference string 1..200 /^S-((IF|REP)-)?\d{3,4}-[0-9a-fA-F]{10}-[A-Z]{3,5}-\d{8}-[a-z\#
        A-Z0-9]+$/ ?
        body StatusMessageRequest open
         datetimeFrom! DT-003-DateTime
         datetimeTo! DT-003-DateTime
         transactionID DT-014N-DIPTransactionID
         senderUniqueReference DT-995N-SenderUniqueReference
         correlationID DT-011N-CorrelationID
        type DT-006-DIPParticipantID string 10..10
        type DT-005N-StatusErrorMessage string 1..200 ?
        type DT-019N-HelpText string 1..500 ?
        type DT-018N-URL string 1..250 ?
        block StandardResponseBodyType open
         transactionID! DT-014N-DIPTransactionID
         senderUniqueReference! DT-995N-SenderUniqueReference
         correlationID! DT-011N-CorrelationID
         sentTimestamp! DT-003-DateTime
         senderID! DT-006-DIPParticipantID
         recipientID! DT-006N-DIPParticipantID
         DIPConnectionProviderID! DT-006N-DIPParticipantID
         message! DT-005N-StatusErrorMessage
         help! DT-019N-HelpText
         serviceTicketURL! DT-018N-URL
        type StandardResponseArray [StandardResponseBodyType 1..]
        body StandardResponse open
         messageArray StandardResponseArray
         timestamp DT-003-DateTime
        body StandardResponseArray [StandardResponseBodyType 1..]
        body RequeueStatus open
         percentComplete number
         totalTransactions number
         processedTransactions number
         status string {Processing Completed Failed}
        type DT-000-InterfaceID string 6..8 {IF-001 IF-002 IF-003 IF-004 IF-005 IF-006 IF-007 IF-008 IF-009 IF-013 IF-\#
        014 IF-015 IF-016 IF-018 IF-019 IF-020 IF-021 IF-022 IF-023 IF-024 IF-025 IF-026 IF-027 IF-028 IF-031 IF-032 I\#
        F-033 IF-034 IF-035 IF-036 IF-037 IF-038 IF-039 IF-040 IF-041 IF-043 IF-044 IF-045 IF-047 IF-050 IF-051 IF-061\#
         IF-062 IF-063 IF-064 IF-065 REP-002 REP-002A REP-002B REP-003 REP-003A REP-004 REP-006 REP-007 REP-008 REP-00\#
        9 REP-900 REP-901}
        channels DT-000-InterfaceID
        validate IF-001 InitialRegistration
        validate IF-001 ChangeOfSupplier
        validate IF-002 GainMPANInfo
        validate IF-003 ReverseMigNotification
        validate IF-003 MSDeAppRM
        validate IF-003 DSDeAppRM
        validate IF-004 CommsHubInfo
        validate IF-005 MeterInstall
        validate IF-005 MeterRemoval
        validate IF-005 MeterExchange
        validate IF-005 MeterUpdate
        validate IF-005 MeterHistoryUpdate
        validate IF-006 MeterInstall
        validate IF-006 MeterRemoval
        validate IF-006 MeterExchange
        validate IF-006 MeterUpdate
        validate IF-006 MeterHistoryUpdate
        validate IF-007 EnergisationStatusChange
        validate IF-007 EnergisationStatusFailure
        validate IF-008 EnergisationStatusChange
        validate IF-009 MPANDisconnection
        validate IF-009 MPANReconnection
        validate IF-009 CSSDeRegistration
        validate IF-013 ActivePowerDefaulted
        validate IF-014 ActivePowerRejected
        validate IF-014 ConsumptionOnDeEnergisedMPAN
        validate IF-015 ConsumptionReplay
        validate IF-018 AddressChg
        validate IF-018 GSPChg
        validate IF-018 DUOSTariffIDChg
        validate IF-018 DomPremInd
        validate IF-018 EnergyDirection
        validate IF-018 DCCEnrolment
        validate IF-018 MUMIndicator
        validate IF-019 LinkedImportExportCreate
        validate IF-019 LinkedImportExportAdd
        validate IF-019 LinkedImportExportRemove
        validate IF-019 RelatedCreate
        validate IF-019 RelatedAdd
        validate IF-019 RelatedRemove
        validate IF-020 LinkedImportExportCreate
        validate IF-020 LinkedImportExportAdd
        validate IF-020 LinkedImportExportRemove
        validate IF-020 RelatedCreate
        validate IF-020 RelatedAdd
        validate IF-020 RelatedRemove
        validate IF-021 ActivePower
        validate IF-021 ReactivePower
        validate IF-022 LSSPeriodData
        validate IF-023 LSSTotalsData
        validate IF-024 SN-Vacant
        validate IF-024 SN-NoComms
        validate IF-024 SN-RemoteEnabled
        validate IF-024 SN-RemoteDisabled
        validate IF-024 SN-SupplierAC
        validate IF-024 SN-OffPeakDec
        validate IF-025 ConsentGranularity
        validate IF-025 IHDInfo
        validate IF-025 SMSO
        validate IF-025 SSCandProfileClass
        validate IF-026 ConsentGranularity
        validate IF-026 IHDInfo
        validate IF-026 SMSO
        validate IF-026 SSCandProfileClass
        validate IF-027 ConsumptionAmendment
        validate IF-028 ConsumptionAmendment
        validate IF-031 MSApp
        validate IF-031 DSApp
        validate IF-032 MSAppInitialResp
        validate IF-032 DSAppInitialResp
        validate IF-033 MSAppSPRequest
        validate IF-033 DSAppSPRequest
        validate IF-034 MSAppSPResponse
        validate IF-034 DSAppSPResponse
        validate IF-034 SDS-MDRUpdate
        validate IF-035 MSAppAccepted
        validate IF-035 MSAppRejected
        validate IF-035 MSAppLapsed
        validate IF-035 DSAppAccepted
        validate IF-035 DSAppRejected
        validate IF-035 DSAppLapsed
        validate IF-035 IMS-SendMTD
        validate IF-035 SDS-MDROutcome
        validate IF-035 DCC-MDROutcome
        validate IF-036 MSAppActive
        validate IF-036 DSAppActive
        validate IF-037 MSDeApp
        validate IF-037 DSDeApp
        validate IF-037 MSDeAppUpdate
        validate IF-037 DSDeAppUpdate
        validate IF-038 DirectContractMSAdd
        validate IF-038 DirectContractDSAdd
        validate IF-038 DirectContractMSRemove
        validate IF-038 DirectContractDSRemove
        validate IF-039 DirectContractMSAdd
        validate IF-039 DirectContractDSAdd
        validate IF-039 DirectContractMSRemove
        validate IF-039 DirectContractDSRemove
        validate IF-040 AnnualConsumption
        validate IF-041 ReadingRemv
        validate IF-041 ReadingInstl
        validate IF-041 ReadingEnergisationChg
        validate IF-041 ReadingCOR
        validate IF-041 ReadingOnSite
        validate IF-041 ReadingCOS
        validate IF-041 DSEstimate
        validate IF-041 SupplierAgreedCOS
        validate IF-041 ReadingOverride
        validate IF-041 ReadingRemote
        validate IF-043 ConnectionTypeChange
        validate IF-044 MarketSegmentChange
        validate IF-045 InvalidMarketSegment
        validate IF-045 ConsentGranularityInvalid
        validate IF-045 NoMSAppointed
        validate IF-045 NoDSAppointed
        validate IF-050 MPANCreation
        validate IF-050 MPStatusChange
        validate IF-050 GreenDeal
        validate IF-051 EESRefresh
        validate IF-061 MDRStart
        validate IF-062 MDRStartResponse
        validate IF-063 MDRStop
        validate IF-064 MDRConsumption
        validate IF-065 ReadingRemote
        validate IF-065 MDRInstantaneous
        validate IF-065 MDRTOU
        validate IF-065 MDRConsumption
        features companyDetails
        codes MSG0000 MSG1000 MSG1001 MSG1002 MSG1006 MSG1007 MSG1009 MSG1010 MSG1011 MSG1012 MSG1030 MSG1031 MSG1032 \#
        MSG1033 MSG1034 MSG1035 MSG1036 MSG1037 MSG1038 RCP0000 RCP1000 RCP1001 RCP1002 RCP1003 RCP1004 RCP1005 RCP100\#
        6 RCP1007 RCP1008 RCP1009 RCP1010 RCP1021 RCP1022 RCP1023 RCP1041 RCP1042 RCP1043 RCP1044 RCP1045 RCP1046 RCP1\#
        047 RCP1051 RCP1052 RCP1061 RCP1062 RCP1063 RCP1064 RCP9999 REG0000 REG0001 REG0002 REG0003 REG0004 REG0005 RE\#
        G0006 REG0007 REG0008 REG0009 REG1001 REG1002 REG1003 REG1004 REG1005 REG1006 REG1007 REG1008 REG1009 REG1010 \#
        REG1011 REG1012 REG1013 REG1014 REG1015 REG1016 REG1017 REG1018 REG1019 REG1020 REG1021 REG1022 REG1023 REG102\#
        4 REG1025 REG1026 REG1027 REG1028 REG1029 REG1030 REG1031 REG1032 REG1033 REG1034 REG1035 REG1036 REG1037 REG1\#
        038 REG1039 REG1040 REG1041 REG1042 REG1043 REG1044 REG1045 REG1046 REG1047 REG1048 REG1049 REG1050 REG1051 RE\#
        G1052 REG1053 REG1054 REG1055 REG1056 REG1057 REG1058 REG1059 REG1060 REG1061 REG1062 REG1063 REG1064 REG1065 \#
        REG1066 REG1067 REG1068 REG1071 REG1072 REG1073 REG1074 REG1075 REG1076 REG1080 REG1081 REG1082 REG1083 REG108\#
        4 REG1088 REG1089 REG1090 REG1091 REG1092 REG1093 REG1094 REG1095 REG1096 REG1097 REG1098 REG1099 REG9001 REG9\#
        002 REG9003 REG9004 REG9005 REG9006 REG9007 REG9008 REG9009 REG9010 REG9011 ECS1002 ECS1003 ECS1004 ECS1005 EC\#
        S1006 ECS1007 ECS1008 ECS1009 ECS1010 ECS1011 ECS1012 ECS1013 ECS1014 ECS1015 ECS1016 SP000 SP001 SP002 SP003 \#
        SP004 SP005 SP006 SP007 SP008 SP009 SP010 SP010 SP011 SP099 DS001 DS003 DS004 DS005 DS006
        """#
}
